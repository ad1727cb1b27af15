"""`POST /v1/deid`: a text or a FHIR record without what identifies a person, and what was done where."""

from __future__ import annotations

from typing import Annotated, Any, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from copilot.deid.changes import DeidentifiedRecord
from copilot.deid.door import deidentifier, deidentify_fhir
from copilot.deid.shift import DateMode
from copilot.deid.types import Deidentified, Known
from copilot.settings import Settings

router = APIRouter(tags=["deid"])

LONGEST = 200_000
"""Characters of one request; longer notes go through `copilot deid`."""


class DeidRequest(BaseModel):
    """A text and what is known of whom it is about, or a FHIR R4 record, which says so itself."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(max_length=LONGEST)] | None = None
    bundle: dict[str, Any] | None = Field(default=None, description="a FHIR R4 Bundle or resource of one patient")
    patient: str = Field(default="", max_length=200, description="for a text: the record's key of the patient")
    known: Known = Known()
    dates: DateMode = "shift"

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.bundle is None):
            raise ValueError("give a text or a bundle")
        return self


@router.post("/deid")
def deid(body: DeidRequest, request: Request) -> Deidentified | DeidentifiedRecord:
    """Of a text: spans with offsets into it; `by` says which detectors found each. Of a bundle: paths and counts.

    Nothing is stored or logged.
    """
    settings: Settings = request.app.state.settings
    if body.bundle is not None:
        return deidentify_fhir(body.bundle, body.dates, settings)
    return deidentifier(settings, body.dates).text(body.text or "", body.known, body.patient)
