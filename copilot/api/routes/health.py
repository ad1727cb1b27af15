"""`/health`: the process lives. `/ready`: it can answer, or why it cannot."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request

from copilot.api.deps import copilot_of, is_trusted
from copilot.api.problems import HttpProblem
from copilot.api.wire import ProblemDetail
from retrieval.errors import Problem

router = APIRouter(tags=["health"])


class NotReady(HttpProblem):
    """Index, models or audit log cannot be opened."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


@router.get("/health")
def health() -> dict[str, str]:
    """200 while the process runs."""
    return {"status": "ok"}


@router.get("/ready", responses={503: {"model": ProblemDetail}})
def ready(request: Request) -> dict[str, str]:
    """200 and what is open. Probes carry no token: without it they learn the status and nothing more."""
    try:
        parts = copilot_of(request).ready()
    except Problem as problem:
        if is_trusted(request):
            raise NotReady(problem.what, kept=problem.kept, next_step=problem.next_step) from problem
        raise NotReady("This server cannot answer yet.", next_step="Its log says why.") from problem
    return {"status": "ready"} | (parts if is_trusted(request) else {})
