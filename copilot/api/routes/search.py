"""`POST /v1/search`: the evidence nearest to a query, best first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from copilot.api.deps import CopilotDep
from retrieval.evidence import Evidence
from retrieval.index import Filters

router = APIRouter(tags=["search"])


class SearchRequest(BaseModel):
    """A query, how many texts, and what to leave out."""

    model_config = ConfigDict(extra="forbid")

    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
    k: int = Field(default=10, ge=1, le=100)
    filters: Filters | None = None


@router.post("/search")
def search(body: SearchRequest, copilot: CopilotDep) -> list[Evidence]:
    """A POST, so that the query stays out of URLs and access logs."""
    return copilot.search(body.query, body.k, body.filters)
