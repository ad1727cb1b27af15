"""What every source returns: a text a clinician can open, where it is from, and how good it is."""

from __future__ import annotations

import hashlib
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal["literature", "guideline", "cohort", "score", "document"]

Design = Literal[
    "guideline",
    "systematic review",
    "randomised trial",
    "cohort",
    "case-control",
    "cross-sectional",
    "case report",
    "review",
    "opinion",
    "animal or in vitro",
    "unclassified",
]


class Frozen(BaseModel):
    """Base of the values that travel through the walk: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Frozen):
    """Where a text comes from, so that a reader can find it outside this product."""

    pmid: str | None = None
    pmcid: str | None = None
    doi: str | None = None
    url: str | None = None
    journal: str | None = None
    organisation: str | None = None
    site: str | None = None
    version: str | None = Field(default=None, description="edition, or the date of the copy that was read")


class Grade(Frozen):
    """How much weight a text bears. `level`: 1 (best) to 5, in the order of the OCEBM 2011 levels."""

    design: Design = "unclassified"
    level: int | None = Field(default=None, ge=1, le=5)
    n: int | None = Field(default=None, ge=0, description="participants, where the text states it")
    year: int | None = None


class Rank(Frozen):
    """Scores of one search. None: that stage did not score this text."""

    lexical: float | None = None
    dense: float | None = None
    fused: float | None = None
    rerank: float | None = None


class Evidence(Frozen):
    """One openable text. Offsets anywhere in the product index this `text` (Python string indices)."""

    id: str
    kind: Kind
    title: str
    text: str
    source: Source = Source()
    grade: Grade = Grade()
    notices: tuple[str, ...] = Field(default=(), description="concerns and corrections that appeared later, in words")
    indirect: tuple[str, ...] = Field(default=(), description="why its people are not like this patient, in words")
    rank: Rank = Rank()


class Span(Frozen):
    """A verbatim piece of one evidence's text.

    `quote == text[start:end]`; `sha256` is of the UTF-8 quote, so a reader can check a copy.
    """

    evidence: str
    start: int = Field(ge=0)
    end: int
    quote: str = Field(min_length=1)
    sha256: str

    @classmethod
    def of(cls, evidence: Evidence, start: int, end: int) -> Self:
        quote = evidence.text[start:end]
        return cls(evidence=evidence.id, start=start, end=end, quote=quote, sha256=sha256(quote))

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError("span length differs from its quote")
        if self.sha256 != sha256(self.quote):
            raise ValueError("span hash differs from its quote")
        return self

    def holds_in(self, text: str) -> bool:
        """True if this span still stands at its offsets in `text`."""
        return text[self.start : self.end] == self.quote


def sha256(text: str) -> str:
    """Hex SHA-256 of the UTF-8 encoding."""
    return hashlib.sha256(text.encode()).hexdigest()
