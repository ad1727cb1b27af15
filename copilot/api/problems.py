"""Every error leaves as RFC 9457 problem+json: no stack trace, no echo of what was sent."""

from __future__ import annotations

import re
import traceback
import uuid
from http import HTTPStatus
from typing import ClassVar

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from copilot.api.wire import PROBLEM_TYPE, FieldFault, ProblemDetail
from retrieval.errors import BadInput, Problem

log = structlog.get_logger()


class HttpProblem(Problem):
    """A problem of the HTTP door itself."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: ClassVar[dict[str, str]] = {}


class Unauthorized(HttpProblem):
    """The bearer token is missing or wrong."""

    status = HTTPStatus.UNAUTHORIZED
    headers: ClassVar[dict[str, str]] = {"WWW-Authenticate": "Bearer"}


class WrongHost(HttpProblem):
    """The Host header does not name this machine: another site's name may point here (DNS rebinding)."""

    status = HTTPStatus.MISDIRECTED_REQUEST


class WrongOrigin(HttpProblem):
    """A page of another site sent this request."""

    status = HTTPStatus.FORBIDDEN


class NotFound(HttpProblem):
    """Nothing is stored under this id."""

    status = HTTPStatus.NOT_FOUND


class Busy(HttpProblem):
    """Other answers are being written."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    headers: ClassVar[dict[str, str]] = {"Retry-After": "10"}


def detail_of(error: Exception) -> ProblemDetail:
    """The problem to send. An unexpected error is logged under a reference, and only the reference is sent.

    Its message is not logged either, for it may quote a patient's text: type and code positions are.
    """
    if isinstance(error, Problem):
        slug = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
        return ProblemDetail(
            type=f"urn:clinician-copilot:problem:{slug}",
            title=slug.replace("-", " ").capitalize(),
            status=_status(error),
            detail=error.what,
            kept=error.kept,
            next_step=error.next_step,
        )
    reference = uuid.uuid4().hex[:12]
    frames = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-8:]]
    log.error("unexpected error", reference=reference, error=type(error).__name__, frames=frames)
    return ProblemDetail(
        type="urn:clinician-copilot:problem:unexpected",
        title="Unexpected error",
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        detail="Something went wrong here, and the answer could not be finished.",
        next_step=f"Try again. If it happens again, report reference {reference}; the server's log has the place.",
        reference=reference,
    )


def respond(detail: ProblemDetail, headers: dict[str, str] | None = None) -> Response:
    """The problem as a response."""
    body = detail.model_dump_json(exclude_none=True)
    return Response(body, status_code=detail.status, media_type=PROBLEM_TYPE, headers=headers)


def response_for(error: Exception) -> Response:
    """`detail_of` as a response, with the headers of its kind."""
    return respond(detail_of(error), error.headers if isinstance(error, HttpProblem) else None)


def install(app: FastAPI) -> None:
    """Routes every error a handler can see to problem+json."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)


def _status(problem: Problem) -> int:
    if isinstance(problem, HttpProblem):
        return problem.status
    # What is not the caller's fault stops us from serving: a broken index, an audit log that cannot be written.
    return HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(problem, BadInput) else HTTPStatus.SERVICE_UNAVAILABLE


async def _on_problem(_: Request, error: Exception) -> Response:
    return response_for(error)


async def _on_invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    malformed = any(fault["type"] == "json_invalid" for fault in faults)
    status = HTTPStatus.BAD_REQUEST if malformed else HTTPStatus.UNPROCESSABLE_ENTITY
    return respond(
        ProblemDetail(
            type="urn:clinician-copilot:problem:bad-input",
            title="Bad input",
            status=status,
            detail="The body is not valid JSON." if malformed else "Part of the request was not accepted.",
            next_step="Correct what `errors` names and send it again; /openapi.json has the schema.",
            errors=[_fault(fault["loc"], fault["type"], fault["msg"]) for fault in faults],
        )
    )


def _fault(where: tuple[str | int, ...], kind: str, message: str) -> FieldFault:
    if kind == "extra_forbidden":  # its last step is a name the caller chose
        where, message = where[:-1], "holds a field that is not known here"
    return FieldFault(where=".".join(map(str, where)), message=message)


async def _on_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title = HTTPStatus(error.status_code).phrase
    detail = ProblemDetail(
        title=title,
        status=error.status_code,
        detail=f"{error.detail}.",
        next_step="/openapi.json has the paths, methods and limits.",
    )
    return respond(detail, dict(error.headers or {}))
