"""A cohort question as a value: who enters, what happens to them, within which days."""

from __future__ import annotations

import hashlib
import json
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from retrieval.cohort.circe import Circe, parse
from retrieval.evidence import Frozen

Breakdown = Literal["sex", "age_band", "race", "ethnicity", "site", "period"]
Adjustment = Literal["age_band", "sex"]
Sex = Literal["female", "male"]

_WORDS = {"name", "title", "purpose", "population", "comparator_population", "outcome_name"}


class CohortQuery(Frozen):
    """What a SPEC.json holds. Days are counted from the index date, which is day 0.

    A person enters at the first event of `index_event` that has the lookback and meets the age and sex limits, and is
    at risk from `start_day` to `end_day`, both included, while observed and alive. Who enters both arms is counted in
    the one entered first; who enters both on one day, in neither.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")
    title: str = Field(min_length=1, max_length=200)
    purpose: str = Field(default="", max_length=500, description="why it is asked; kept in the ledger")
    population: str = Field(min_length=1, max_length=200, description="who is counted, in words")
    comparator_population: str = Field(default="", max_length=200)
    outcome_name: str = Field(min_length=1, max_length=200, description="what is counted, in words")

    index_event: Circe
    comparator: Circe | None = None
    outcome: Circe
    lookback_days: int = Field(default=365, ge=0, le=36_500, description="observation required before the index date")
    washout_days: int | None = Field(
        default=None,
        ge=0,
        le=36_500,
        description="an outcome in this many days up to and including the index date excludes; None: any earlier "
        "outcome does; 0: none does, for outcomes that recur",
    )
    start_day: int = Field(default=1, ge=0, le=36_500)
    end_day: int = Field(ge=0, le=36_500)
    censoring: Literal["observation", "cohort"] = Field(
        default="observation",
        description="follow-up ends with death or the observation period; `cohort`: also with the index event's own "
        "end as its definition sets it (as treated)",
    )
    min_age: int | None = Field(default=None, ge=0, le=120, description="years at the index date, included")
    max_age: int | None = Field(default=None, ge=0, le=120, description="years at the index date, included")
    sex: Sex | None = None
    breakdown: Breakdown | None = None
    adjust_for: tuple[Adjustment, ...] = ("age_band", "sex")
    bin_days: int = Field(default=30, ge=1, le=3_650, description="width of the time bins of the curve")

    @field_validator("index_event", "comparator", "outcome")
    @classmethod
    def _is_circe(cls, value: Circe | None) -> Circe | None:
        if value is not None:
            parse(value)
        return value

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if self.end_day < self.start_day:
            raise ValueError("end_day is before start_day")
        if self.min_age is not None and self.max_age is not None and self.max_age < self.min_age:
            raise ValueError("max_age is below min_age")
        return self

    @property
    def hash(self) -> str:
        """SHA-256 of what is computed, as canonical JSON: the same question under another title is the same."""
        content = self.model_dump(mode="json", exclude=_WORDS)
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
