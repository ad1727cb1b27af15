"""A de-identified FHIR record, and what was done at each of its paths."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from copilot.deid.types import Label
from retrieval.evidence import Frozen

Action = Literal["keep", "shift", "pseudonym", "generalise", "text", "drop"]
"""What the allow-list says of an element. `text`: words, kept where the text path vouches for them."""


class Change(Frozen):
    """One path of the record, entries of the same path taken together."""

    path: str = Field(description="Patient.birthDate; names that FHIR R4 does not know are not repeated")
    action: Action
    before: int = Field(description="values in what was given")
    after: int = Field(description="values in the result")


class DeidentifiedRecord(Frozen):
    """A FHIR record as the allow-list lets it pass, with counts that identify nobody."""

    record: dict[str, Any]
    changes: tuple[Change, ...]
    replaced: dict[Label, int] = Field(description="identifiers replaced in free text that passed, by category")
    left_out: int = Field(description="free texts the text path does not vouch for: they were dropped whole")
