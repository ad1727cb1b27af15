"""What one database counts for one query, before disclosure control: nothing of this leaves the room as it is."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field
from pyroaring import BitMap64

from retrieval.evidence import Frozen

ArmName = Literal["index", "comparator"]
Variable = Literal["sex", "age_band", "race", "ethnicity", "site", "period"]

ARMS: tuple[ArmName, ...] = ("index", "comparator")
UNKNOWN = "unknown"
"""The level of what is not recorded."""


class CdmInfo(Frozen):
    """The database: `version` as its cdm_source says, `last_data` the latest day of observation, `persons` in all."""

    name: str
    version: str
    synthetic: bool
    last_data: date
    persons: int


class Stratum(Frozen):
    """Persons at risk, those with the outcome, and days at risk, in one arm, sex, age band and level.

    `age_band` is "0-4" to "85-89" and "90+" (years at the index date); `level` is the breakdown's value, None without
    a breakdown.
    """

    arm: ArmName
    sex: str
    age_band: str
    level: str | None
    n: int
    events: int
    person_days: int


class TimeBin(Frozen):
    """Days `start` to `end` (exclusive) since the index date: who was at risk when it began, and how they left."""

    arm: ArmName
    start: int
    end: int
    at_risk: int
    events: int
    deaths: int
    censored: int
    person_days: int


class Composition(Frozen):
    """How many of the index arm and of everyone in the database have `level`."""

    variable: Variable
    level: str
    cohort_n: int
    source_n: int


class ModelFit(Frozen):
    """Index against comparator with 95% interval: hazard, rate or odds ratio. `n`, `events`: fitted on these."""

    kind: Literal["cox", "poisson", "mantel-haenszel"]
    estimate: float
    lo: float
    hi: float
    adjusted_for: tuple[str, ...]
    n: int
    events: int


class CohortCounts(Frozen):
    """Everything the measures need, as counts. Totals of an arm are the sums over its strata."""

    query_hash: str
    data: CdmInfo
    strata: tuple[Stratum, ...]
    bins: tuple[TimeBin, ...]
    composition: tuple[Composition, ...] = ()
    fits: tuple[ModelFit, ...] = ()
    caveats: tuple[str, ...] = ()
    definition_text: str = Field(description="the query in plain words, for the reader")

    def total(self, arm: ArmName) -> tuple[int, int, int]:
        """n, events, person-days of `arm`."""
        mine = [s for s in self.strata if s.arm == arm]
        return sum(s.n for s in mine), sum(s.events for s in mine), sum(s.person_days for s in mine)


class Members:
    """Who was counted, by person_id: for the disclosure ledger alone, never shown.

    `at_risk` and `events` by arm; `levels` by (arm, level of the breakdown); `strata` by (arm, sex, age band);
    `event_bins` by (arm, first day of the time bin): who had the outcome in that bin. Of the last two what is not
    given is not released: no curve without `event_bins`, nothing by age and sex without `strata`.
    """

    def __init__(
        self,
        at_risk: dict[ArmName, BitMap64],
        events: dict[ArmName, BitMap64],
        levels: dict[tuple[ArmName, str], BitMap64],
        strata: dict[tuple[ArmName, str, str], BitMap64] | None = None,
        event_bins: dict[tuple[ArmName, int], BitMap64] | None = None,
    ) -> None:
        self.at_risk, self.events, self.levels = at_risk, events, levels
        self.strata, self.event_bins = strata or {}, event_bins or {}

    def __repr__(self) -> str:
        return "Members(…)"  # person ids stay out of logs
