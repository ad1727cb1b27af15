"""`POST /v1/deid`: a text without what identifies a person, and where that stood."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from copilot.deid.shift import DateMode
from copilot.deid.text import Deidentifier
from copilot.deid.types import Deidentified, Known
from copilot.settings import Settings

router = APIRouter(tags=["deid"])

LONGEST = 200_000
"""Characters of one request; longer notes go through `copilot deid`."""


class DeidRequest(BaseModel):
    """A text, and what is known of whom it is about."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(max_length=LONGEST)]
    patient: str = Field(default="", max_length=200, description="the record's key of the patient")
    known: Known = Known()
    dates: DateMode = "shift"


@router.post("/deid")
def deid(body: DeidRequest, request: Request) -> Deidentified:
    """Offsets are into the text that was sent; `by` says which detectors found a span."""
    settings: Settings = request.app.state.settings
    return Deidentifier.of(settings, body.dates).text(body.text, body.known, body.patient)
