"""One text as a loader read it: the unit that is indexed, found, opened and cited."""

from __future__ import annotations

from pydantic import Field

from retrieval.evidence import Design, Evidence, Frozen, Grade, Kind, Rank, Source


class Section(Frozen):
    """A labelled stretch of a record's text, e.g. the RESULTS of a structured abstract."""

    label: str
    start: int = Field(ge=0)
    end: int


class Notice(Frozen):
    """What was said later about a publication (MEDLINE CommentsCorrections)."""

    type: str = Field(description="RetractionIn, ExpressionOfConcernIn, ErratumIn, UpdateIn, …")
    pmid: str | None = None
    citation: str | None = None


class Record(Frozen):
    """A text of about a screen: an abstract, a guideline section, a page, a JSONL document.

    `text` is never rewritten after loading: every offset in the product points into it.
    """

    id: str
    kind: Kind = "literature"
    title: str = ""
    text: str = ""
    sections: tuple[Section, ...] = ()
    source: Source = Source()
    revision: int = Field(default=1, description="MEDLINE PMID version; a higher one replaces a lower one")
    year: int | None = None
    date: str | None = Field(default=None, description="ISO 8601 as precise as the source: 2021, 2021-03, 2021-03-14")
    language: str | None = Field(default=None, description="ISO 639-2 as in MEDLINE: eng")
    publication_types: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    grade: Grade = Grade()
    retracted: bool = False

    @property
    def design(self) -> Design:
        return self.grade.design

    def evidence(self, rank: Rank | None = None) -> Evidence:
        """The record as a search returns it."""
        return Evidence(
            id=self.id,
            kind=self.kind,
            title=self.title,
            text=self.text,
            source=self.source,
            grade=self.grade,
            rank=rank or Rank(),
        )
