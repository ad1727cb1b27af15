"""What the disclosure gate lets through. Every number shown anywhere is one of these, or computed from them."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from retrieval.cohort.counts import ArmName, CdmInfo, ModelFit, Stratum, Variable
from retrieval.cohort.disclosure.policy import Policy
from retrieval.evidence import Frozen


class Cell(Frozen):
    """A count, or, where `value` is None, the inclusive range that what is shown leaves open. Suppressed is not zero.

    With noise `value` is the noised count and `low` to `high` its 95% range.
    """

    value: int | None
    low: int
    high: int

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError("low is above high")
        return self

    @classmethod
    def shown(cls, value: int) -> Self:
        return cls(value=value, low=value, high=value)

    @classmethod
    def hidden(cls, low: int, high: int) -> Self:
        return cls(value=None, low=low, high=high)

    @property
    def suppressed(self) -> bool:
        return self.value is None


class Step(Frozen):
    """Days `start` to `end` (exclusive) since the index date; time bins merged until each holds enough events.

    `events` is exact. `deaths` and `censored` are rounded down, cumulatively, to multiples of the floor; `at_risk`
    follows from them: at_risk of the next step = at_risk - events - deaths - censored.
    """

    start: int
    end: int
    at_risk: int
    events: int
    deaths: int
    censored: int


class ArmCounts(Frozen):
    """Totals of one arm. `person_days` is rounded; it and `steps` are missing where events are suppressed."""

    n: Cell
    events: Cell
    person_days: int | None = None
    steps: tuple[Step, ...] = ()


class LevelCounts(Frozen):
    """One level of the breakdown in one arm."""

    arm: ArmName
    level: str
    n: Cell
    events: Cell


class Share(Frozen):
    """Fraction of the index arm and of everyone in the database with `level`, in steps of `rounded_to`.

    `cohort` is None where it is suppressed.
    """

    variable: Variable
    level: str
    cohort: float | None
    source: float
    rounded_to: float


class Released(Frozen):
    """The answer to a query after disclosure control; safe to store, send and compute with.

    `strata` are age bands merged ("40-64"; sex "all" where the sexes are merged too) until persons, events and
    non-events pass the floor in every arm; their person-days are rounded.
    """

    query_hash: str
    data: CdmInfo
    index: ArmCounts
    comparator: ArmCounts | None = None
    levels: tuple[LevelCounts, ...] = ()
    strata: tuple[Stratum, ...] = ()
    composition: tuple[Share, ...] = ()
    fits: tuple[ModelFit, ...] = ()
    caveats: tuple[str, ...] = ()
    definition_text: str
    policy: Policy
    withheld: tuple[str, ...] = Field(default=(), description="what was suppressed and why, in words")

    @property
    def suppressed(self) -> bool:
        """True if the main result itself is: persons or events of the index arm."""
        return self.index.n.suppressed or self.index.events.suppressed
