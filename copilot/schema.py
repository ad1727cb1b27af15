"""What goes in and what comes out: the product's stable JSON contract."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from retrieval.evidence import Design, Evidence, Frozen, Span

AbstentionReason = Literal[
    "no_evidence",
    "conflicting_evidence",
    "verification_failed",
    "out_of_scope",
    "time_critical",
    "unsafe_request",
    "action_request",
    "dosing_without_source",
    "false_premise",
    "injection",
    "cohort_too_small",
    "missing_input",
]

OLDEST = 90
"""From this age on, years are one category."""
MOST, MOST_LABS = 50, 150
"""Entries of one kind that a patient context holds."""


class Coded(BaseModel):
    """A clinical term: the words to read, and the code to compute with.

    `system` is the URI of a public code system as FHIR names it (http://loinc.org), never a hospital's own.
    `days_before`, here and below, counts back from the newest entry of the record: order and distance stay, no date
    does (45 CFR 164.514(b)(2)(i)(C)).
    """

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=200)
    system: str | None = Field(default=None, max_length=100)
    code: str | None = Field(default=None, max_length=64)


class Condition(Coded):
    """A problem. `status` unknown: the record says nothing, or contradicts itself (then `remarks` says so)."""

    status: Literal["active", "resolved", "unknown"] = "unknown"
    certainty: Literal["confirmed", "unconfirmed"] = "confirmed"
    days_before: int | None = Field(default=None, ge=0, description="onset")


class Medication(Coded):
    """A drug as ordered or reported. `dose` is as short as "5 mg, 2 per day"."""

    status: Literal["active", "stopped", "unknown"] = "unknown"
    dose: str | None = Field(default=None, max_length=80)
    days_before: int | None = Field(default=None, ge=0, description="start, or the order")
    stopped_days_before: int | None = Field(default=None, ge=0)


class Allergy(Coded):
    status: Literal["active", "resolved", "unknown"] = "unknown"
    criticality: Literal["low", "high"] | None = None
    reactions: list[str] = Field(default_factory=list, max_length=10)


class Occurrence(Coded):
    """A procedure or an encounter."""

    days_before: int | None = Field(default=None, ge=0)


class Lab(BaseModel):
    """One laboratory value or vital sign: the newest. `unit` in UCUM, e.g. mmol/L, mg/dL, mm[Hg].

    `previous`, in the same unit, is the newest value of an earlier day; `trend` compares the two. `as_recorded` keeps
    value and unit of the source where they were converted.
    """

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=120)
    value: float = Field(allow_inf_nan=False)
    unit: str = Field(min_length=1, max_length=40)
    comparator: Literal["<", "<=", ">", ">="] | None = None
    system: str | None = Field(default=None, max_length=100)
    code: str | None = Field(default=None, max_length=64)
    kind: Literal["laboratory", "vital sign"] = "laboratory"
    days_before: int | None = Field(default=None, ge=0)
    stale: bool = Field(default=False, description="older than a value of its kind should be to decide on")
    previous: float | None = Field(default=None, allow_inf_nan=False)
    previous_days_before: int | None = Field(default=None, ge=0)
    trend: Literal["rising", "falling", "stable"] | None = None
    as_recorded: str | None = Field(default=None, max_length=80)


def _named(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


T = TypeVar("T", bound=Coded)
Named = Annotated[T, BeforeValidator(_named, json_schema_input_type=T | str)]
"""A term; its bare name will do."""


def _topped(age: int | None) -> int | None:
    return age if age is None else min(age, OLDEST)


class PatientContext(BaseModel):
    """The medicine of one patient, and nothing that identifies a person.

    Ages from 90 on are one category, kept as 90 (45 CFR 164.514(b)(2)(i)(C)). `remarks` name what is contradictory,
    stale, left out or unreadable in the record, by kind and place, never by value.
    """

    model_config = ConfigDict(extra="forbid")

    age: Annotated[int | None, AfterValidator(_topped)] = Field(
        default=None, ge=0, le=130, description="years; 90 means 90 or older"
    )
    sex: Literal["female", "male"] | None = None
    deceased: bool = False
    conditions: list[Named[Condition]] = Field(default_factory=list, max_length=MOST)
    medications: list[Named[Medication]] = Field(default_factory=list, max_length=MOST)
    allergies: list[Named[Allergy]] = Field(default_factory=list, max_length=MOST)
    labs: list[Lab] = Field(default_factory=list, max_length=MOST_LABS)
    procedures: list[Named[Occurrence]] = Field(default_factory=list, max_length=MOST)
    encounters: list[Named[Occurrence]] = Field(default_factory=list, max_length=MOST)
    smoking: Literal["never", "former", "current"] | None = None
    pregnant: bool | None = None
    note: str | None = Field(default=None, max_length=20_000, description="de-identified free text")
    remarks: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=MOST)


class Citation(Span):
    """The words a sentence stands on: evidence id, offsets into its text, quote and hash."""


class Support(Frozen):
    """Why a sentence was kept: the verifier's score (0 to 1) and each check by name."""

    verdict: Literal["supported", "unsupported"]
    score: float = Field(ge=0, le=1)
    checks: dict[str, bool | float | str]


class Caveat(Frozen):
    """What a reader must know beside a sentence: of whom else it is, or that a later version of its source exists."""

    kind: Literal["not in people", "age", "sex", "pregnancy", "superseded"]
    text: str


class Sentence(Frozen):
    """A verified sentence.

    Where its sources are of others than the patient, `text` begins with them ("In rats: …"), in words of ours; what
    follows is what was verified. Every door shows `caveats` beside it.
    """

    text: str
    citations: list[Citation] = Field(min_length=1)
    support: Support
    caveats: list[Caveat] = Field(default_factory=list)


class Dropped(Frozen):
    """A drafted sentence that was not shown, and the rule that dropped it."""

    text: str
    reason: str


class Abstention(Frozen):
    """An honest, typed "I can't say"."""

    reason: AbstentionReason
    message: str
    looked_for: list[str] = Field(default_factory=list)
    would_help: list[str] = Field(default_factory=list)


class Conflict(Frozen):
    text: str
    evidence: list[str]


class AsOf(Frozen):
    """The date up to which each kind of knowledge reaches (ISO 8601), or None where there is none."""

    literature: str | None = None
    guidelines: str | None = None
    retractions: str | None = None
    cohort: str | None = None


class Engine(Frozen):
    name: str
    fell_back: bool = False
    reason: str | None = Field(default=None, description="why it fell back")


class Provenance(Frozen):
    """Versions and hashes of all that made an answer."""

    index: str
    model: str
    adapters: dict[str, str] = Field(default_factory=dict)
    prompts: dict[str, str] = Field(default_factory=dict)
    code: str


class AuditRef(Frozen):
    entry: int
    hash: str


class RiskSummary(Frozen):
    """One answer: the sentences that hold, what was dropped, and all they stand on."""

    id: str
    created: datetime
    question: str = Field(description="the de-identified question")
    status: Literal["answered", "abstained"]
    abstention: Abstention | None = None
    sentences: list[Sentence] = Field(default_factory=list)
    context: list[Sentence] = Field(
        default_factory=list, description="computed from records, and not an answer to the question"
    )
    dropped: list[Dropped] = Field(default_factory=list)
    evidence: list[Evidence] = Field(default_factory=list)
    as_of: AsOf = AsOf()
    limits: list[str] = Field(default_factory=list)
    searched: list[str] = Field(default_factory=list)
    used: list[str] = Field(default_factory=list, description="what of the patient's record was used")
    conflicts: list[Conflict] = Field(default_factory=list)
    engine: Engine
    provenance: Provenance
    audit: AuditRef | None = None


class Options(BaseModel):
    """Per-request choices of `POST /v1/summaries`."""

    model_config = ConfigDict(extra="forbid")

    engine: str | None = None
    k: int | None = Field(default=None, ge=1, le=20, description="evidence texts to draft from")
    sources: list[Literal["literature", "guideline", "document", "cohort", "score"]] | None = None
    designs: list[Design] | None = Field(default=None, description="texts of these designs only")
    since: int | None = Field(default=None, ge=1800, le=2200, description="texts from this year on only")


class Review(BaseModel):
    """What a reader says of one answer. Identifiers in its texts are hidden before anything is stored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    verdict: Literal["helpful", "wrong", "edit"]
    sentence: int | None = Field(default=None, ge=1, description="its number, from 1; None: the whole answer")
    text: str | None = Field(default=None, max_length=2000, description="how it should read; `edit` needs it")
    comment: str | None = Field(default=None, max_length=2000)

    @model_validator(mode="after")
    def _edit_has_its_text(self) -> Self:
        if (self.verdict == "edit") != bool(self.text):
            raise ValueError("`text` goes with `edit`, and `edit` with `text`")
        return self


class Stage(Frozen):
    """Progress of one answer, for people who wait."""

    name: Literal["safety", "retrieval", "draft", "verify", "audit"]
    detail: str = ""


Event = Stage | list[Evidence] | Sentence | Dropped | RiskSummary
"""What `pipeline.stream` yields, in this order: stages, the evidence, sentences and drops, the whole."""
