"""`POST /v1/cohort`: a cohort query on the configured database, through disclosure control."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from copilot.api.problems import HttpProblem
from copilot.cohort import ask
from copilot.settings import Settings
from retrieval.cohort import registry
from retrieval.cohort.disclosure.errors import BudgetSpent, Refused
from retrieval.cohort.query import CohortQuery
from retrieval.cohort.result import CohortResult

router = APIRouter(tags=["cohort"])

REQUESTER = "api"
"""All who hold the server's one token share one budget."""


class CohortRequest(BaseModel):
    """One of the two: a query that ships, by name, or a whole query with its definitions inline."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(default=None, max_length=80)
    query: CohortQuery | None = None

    @model_validator(mode="after")
    def _one(self) -> CohortRequest:
        if self.name and self.query:
            raise ValueError("give a name or a query, not both")
        return self


class Withheld(HttpProblem):
    """Disclosure control gives no answer to this query."""

    status = HTTPStatus.FORBIDDEN


class TooManyQueries(HttpProblem):
    """The budget of new queries is used up."""

    status = HTTPStatus.TOO_MANY_REQUESTS


def settings_of(request: Request) -> Settings:
    """The settings of this app."""
    settings: Settings = request.app.state.settings
    return settings


@router.post("/cohort")
def cohort(body: CohortRequest, settings: Annotated[Settings, Depends(settings_of)]) -> CohortResult:
    """Numbers, intervals and curve; what is suppressed is null and marked so, never zero."""
    query = body.query or registry.shipped(body.name or "")
    try:
        return ask(query, settings, REQUESTER)
    except Refused as problem:
        raise Withheld(problem.what, kept=problem.kept, next_step=problem.next_step) from problem
    except BudgetSpent as problem:
        raise TooManyQueries(problem.what, kept=problem.kept, next_step=problem.next_step) from problem
