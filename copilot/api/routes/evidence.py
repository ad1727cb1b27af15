"""`GET /v1/evidence/{id}`: one source text, whole."""

from __future__ import annotations

from fastapi import APIRouter

from copilot.api.deps import CopilotDep
from copilot.api.problems import NotFound
from retrieval.evidence import Evidence

router = APIRouter(tags=["evidence"])


@router.get("/evidence/{id:path}")
def evidence(id: str, copilot: CopilotDep) -> Evidence:
    """The text that citations of this id point into."""
    if (found := copilot.evidence(id)) is None:
        raise NotFound("No text in the index has this id.", next_step="Ids come from a search or a summary.")
    return found
