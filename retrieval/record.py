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
    date: str | None = Field(default=None, description="ISO 8601; when the notice appeared")

    @property
    def words(self) -> str:
        """What it says, for a reader."""
        said = _SAID.get(self.type, self.type)
        return f"{said} ({self.date})" if self.date else said


_SAID = {
    "RetractionIn": "retracted",
    "PartialRetractionIn": "retracted in part",
    "ExpressionOfConcernIn": "expression of concern",
    "ErratumIn": "corrected by an erratum",
    "CorrectedandRepublishedIn": "corrected and republished",
    "UpdateIn": "updated by a later version",
}
_SHOWN = tuple(_SAID)
"""Notices a reader has to know of; comments and the like are none."""


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

    @property
    def keys(self) -> tuple[str, ...]:
        """Every name under which a list may mean this work: its id, its PubMed id, its DOI."""
        pmid, doi = self.source.pmid, self.source.doi
        names = (self.id, pmid_key(pmid) if pmid else None, doi_key(doi) if doi else None)
        return tuple(dict.fromkeys(name for name in names if name))

    def evidence(self, rank: Rank | None = None) -> Evidence:
        """The record as a search returns it."""
        return Evidence(
            id=self.id,
            kind=self.kind,
            title=self.title,
            text=self.text,
            source=self.source,
            grade=self.grade,
            notices=tuple(dict.fromkeys(notice.words for notice in self.notices if notice.type in _SHOWN)),
            rank=rank or Rank(),
        )


def pmid_key(pmid: str) -> str:
    """The name of a work by its PubMed id."""
    return f"pmid:{pmid.strip()}"


def doi_key(doi: str) -> str:
    """The name of a work by its DOI, which knows no case."""
    return f"doi:{doi.strip().lower()}"
