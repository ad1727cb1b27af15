"""What a cohort question is answered with: the measures, what was held back, and the words for them.

Every number here is computed from what the disclosure gate released. `None` means "not shown", never "zero": what a
hidden number could be stands in `could_be`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from retrieval.cohort.counts import CdmInfo
from retrieval.evidence import Frozen

Interval = tuple[float, float]
#: inclusive integer range a suppressed count lies in
Range = tuple[int, int]


class Estimate(Frozen):
    """A value with its 95% confidence interval, and how it was made ("Newcombe score", "Cox regression")."""

    value: float
    ci: Interval
    method: str


class Rate(Frozen):
    """Events per 1,000 person-days, exact Poisson 95% interval (Garwood 1936)."""

    value: float
    ci: Interval
    per: Literal["1,000 person-days"] = "1,000 person-days"


class CurvePoint(Frozen):
    """State at the end of `day` (days since the index date).

    `survival` is the event-free fraction with deaths censored; `lo` and `hi` are its log-log band.
    `cumulative_incidence` counts death as a competing event (Aalen-Johansen); None where the data has no deaths.
    """

    day: int
    survival: float
    lo: float
    hi: float
    at_risk: int
    cumulative_incidence: float | None = None


class Bounds(Frozen):
    """What suppressed numbers could be, from what is shown: counts inclusive, risk as a fraction."""

    n: Range | None = None
    events: Range | None = None
    risk: Interval | None = None


class Arm(Frozen):
    """A group followed from its index date. `risk` is events / n, `ci` Wilson's interval, `ci_jeffreys` Jeffreys'."""

    n: int | None = None
    events: int | None = None
    risk: float | None = Field(default=None, ge=0, le=1)
    ci: Interval | None = None
    ci_jeffreys: Interval | None = None
    person_days: int | None = Field(default=None, description="rounded by the disclosure gate")
    incidence: Rate | None = None
    curve: tuple[CurvePoint, ...] = ()
    competing_risk: float | None = Field(
        default=None, description="risk at the end of the window with death as a competing event (Aalen-Johansen)"
    )
    suppressed: bool = False
    could_be: Bounds | None = None


class Subgroup(Frozen):
    """One level of the breakdown, in one arm."""

    arm: Literal["index", "comparator"] = "index"
    level: str
    n: int | None
    events: int | None
    risk: float | None
    ci: Interval | None
    suppressed: bool
    could_be: Bounds | None = None


class Adjusted(Frozen):
    """Index against comparator, adjusted; `method` is Cox regression, Poisson regression or Mantel-Haenszel."""

    measure: Literal["hazard ratio", "rate ratio", "odds ratio"]
    value: float
    ci: Interval
    adjusted_for: tuple[str, ...]
    method: str


class Standardised(Frozen):
    """Risk each arm would have with the age and sex of the source population (direct standardisation)."""

    index: Estimate
    comparator: Estimate | None = None


class EValue(Frozen):
    """How strongly an unmeasured confounder would have to act, on the risk ratio scale, to explain the estimate away
    (`estimate`) or to move its interval to include no effect (`limit`). VanderWeele & Ding, Ann Intern Med 2017."""

    estimate: float
    limit: float
    of: str = Field(description="which estimate")


class Controls(Frozen):
    """Outcomes that the exposure cannot cause: `failed` of `tested` differ between the arms. "dark": none tested."""

    light: Literal["green", "amber", "red", "dark"]
    tested: int
    failed: int
    message: str


class Missing(Frozen):
    """Share of the cohort for whom `variable` is not recorded; None: suppressed."""

    variable: str
    share: float | None


class Share(Frozen):
    """One level of one variable, in the cohort and in the source population, as fractions. None: suppressed."""

    variable: str
    level: str
    cohort: float | None
    source: float | None


class Representativeness(Frozen):
    """Who is in the cohort, beside the source population; `warnings` in words for the reader."""

    shares: tuple[Share, ...] = ()
    warnings: tuple[str, ...] = ()


class CohortResult(Arm):
    """The answer. The index arm's numbers stand at the top level; `comparator` has the same fields."""

    name: str
    title: str
    population: str = Field(description="who is counted, in words")
    outcome: str = Field(description="what is counted, with its window, in words")
    comparator_population: str | None = None
    end_day: int = Field(description="last day at risk, counted from the index date")
    comparator: Arm | None = None
    difference: Estimate | None = None
    ratio: Estimate | None = None
    adjusted: tuple[Adjusted, ...] = ()
    standardised: Standardised | None = None
    e_value: EValue | None = None
    controls: Controls | None = Field(default=None, description="negative controls, where the query names some")
    missingness: tuple[Missing, ...] = ()
    breakdown: str | None = None
    subgroups: tuple[Subgroup, ...] = ()
    representativeness: Representativeness = Representativeness()
    caveats: tuple[str, ...] = ()
    withheld: tuple[str, ...] = Field(default=(), description="what was suppressed and why, in words")
    definition: str
    query_hash: str
    data: CdmInfo
    text: str = Field(description="the wording the drafting model knows")
