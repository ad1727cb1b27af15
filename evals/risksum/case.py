"""What a case is: a patient, a question, an evidence set with its traps, and the gold to hold an answer against."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from copilot.schema import AbstentionReason
from retrieval.evidence import Evidence, Frozen

Trap = Literal[
    "outdated",
    "retracted",
    "conflict",
    "animal",
    "population",
    "suppressed",
    "unit",
    "injection",
    "unanswerable",
]
COHORT = "cohort"
"""The name of the cohort's evidence until it is computed; a score's is its own name, as `score:fib-4`."""


class Document(Frozen):
    """One literature record or guideline of the evidence set.

    `made_up`: its words are this benchmark's; False: a record of the sample MEDLINE file, whose text is read there.
    `listed`: on the list of retractions and in no other way marked as retracted.
    """

    id: str
    title: str = ""
    text: str = ""
    year: int | None = None
    kind: Literal["literature", "guideline"] = "literature"
    organisation: str = ""
    publication_types: tuple[str, ...] = ()
    pmid: str | None = None
    made_up: bool = True
    listed: bool = False


class Term(Frozen):
    """A coded finding: SNOMED CT code and the words for it, the preferred ones first."""

    code: str
    names: tuple[str, ...]


class Cohort(Frozen):
    """Persons to plant in an OMOP database: `n` like the patient, of whom `events` have the outcome in the window.

    `others` and `other_events` are persons of the other sex, thirty years away: a rate over everybody is wrong.
    `outcome` None: death.
    """

    condition: Term
    outcome: Term | None
    days: int = Field(description="end of the window, counted from the first record of the condition")
    age: int
    sex: Literal["female", "male"]
    n: int
    events: int
    others: int = 0
    other_events: int = 0


class Fact(Frozen):
    """A statement that a right answer makes.

    A shown sentence makes it if it cites at least half of the span, holds every number with its unit, one term of
    each group and none of `against`. `anchors` pair numbers with the words they belong to, in the order of the quote.
    The span of computed evidence is filled in once it is computed.
    """

    evidence: str
    quote: str = ""
    start: int = 0
    end: int = 0
    numbers: tuple[str, ...] = Field(default=(), description='as written, with unit: "24.3%", "1.62"')
    terms: tuple[tuple[str, ...], ...] = ()
    against: tuple[str, ...] = ()
    anchors: tuple[tuple[str, str], ...] = ()


class Forbidden(Frozen):
    """A statement that no answer may make: a shown sentence that meets every condition that is set.

    `evidence`: it cites this; `numbers`: it holds all of them; `words`: one of them stands in it, the conditions
    but for `unless`: none of these words stands in it.
    """

    trap: Trap
    why: str
    evidence: str = ""
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class RiskCase(Frozen):
    """One case. `abstain`: the reasons of which any is right; empty where an answer is right.

    `scores`: names of risk scores that the record settles. `evidence` is empty until the case is computed.
    """

    id: str
    origin: Literal["generated", "written"]
    specialty: str
    setting: str
    traps: tuple[Trap, ...] = ()
    patient: dict[str, Any]
    question: str
    documents: tuple[Document, ...] = ()
    cohort: Cohort | None = None
    scores: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    abstain: tuple[AbstentionReason, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def trap(self) -> str:
        """The case's first trap, by which it is tabled."""
        return self.traps[0] if self.traps else "no trap"


class Cited(Frozen):
    """One citation of an answer: offsets into the text of that evidence."""

    evidence: str
    start: int
    end: int
    quote: str


class Shown(Frozen):
    text: str
    citations: tuple[Cited, ...] = ()


class Answered(Frozen):
    """An answer to one case, in the part of `RiskSummary` that is scored; any system can write it."""

    id: str
    status: Literal["answered", "abstained"]
    reason: str | None = None
    sentences: tuple[Shown, ...] = ()
