"""What goes in and what comes out: the product's stable JSON contract."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from retrieval.evidence import Evidence, Frozen, Span

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


class Lab(BaseModel):
    """One laboratory value or vital sign. `unit` in UCUM, e.g. mmol/L, mg/dL, mm[Hg]."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=120)
    value: float
    unit: str = Field(min_length=1, max_length=40)


class PatientContext(BaseModel):
    """The medicine of one patient, and nothing that identifies a person."""

    model_config = ConfigDict(extra="forbid")

    age: int | None = Field(default=None, ge=0, le=130, description="years; shown as '90 or older' from 90 on")
    sex: Literal["female", "male"] | None = None
    conditions: list[str] = Field(default_factory=list, max_length=50)
    medications: list[str] = Field(default_factory=list, max_length=50)
    labs: list[Lab] = Field(default_factory=list, max_length=50)


class Citation(Span):
    """The words a sentence stands on: evidence id, offsets into its text, quote and hash."""


class Support(Frozen):
    """Why a sentence was kept: the verifier's score (0 to 1) and each check by name."""

    verdict: Literal["supported", "unsupported"]
    score: float = Field(ge=0, le=1)
    checks: dict[str, bool | float | str]


class Sentence(Frozen):
    text: str
    citations: list[Citation] = Field(min_length=1)
    support: Support


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
    sources: list[Literal["literature", "guideline", "document"]] | None = None


class Stage(Frozen):
    """Progress of one answer, for people who wait."""

    name: Literal["safety", "retrieval", "draft", "verify", "audit"]
    detail: str = ""


Event = Stage | list[Evidence] | Sentence | Dropped | RiskSummary
"""What `pipeline.stream` yields, in this order: stages, the evidence, sentences and drops, the whole."""
