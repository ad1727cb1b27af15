"""Two risks compared, unadjusted."""

from __future__ import annotations

import math

from statsmodels.stats.proportion import confint_proportions_2indep

from retrieval.cohort.result import Estimate, EValue, Interval


def risk_difference(events: int, n: int, other_events: int, other_n: int) -> Estimate:
    """Index minus comparator, with Newcombe's hybrid score interval (Stat Med 1998, method 10)."""
    ci = confint_proportions_2indep(events, n, other_events, other_n, compare="diff", method="newcomb")
    return Estimate(value=events / n - other_events / other_n, ci=_pair(ci), method="Newcombe score interval")


def risk_ratio(events: int, n: int, other_events: int, other_n: int) -> Estimate | None:
    """Index over comparator, with the score interval of Miettinen & Nurminen (Stat Med 1985).

    None where either arm has no event: the ratio is then 0 or undefined.
    """
    if not events or not other_events:
        return None
    ci = confint_proportions_2indep(events, n, other_events, other_n, compare="ratio", method="score")
    ratio = (events / n) / (other_events / other_n)
    return Estimate(value=ratio, ci=_pair(ci), method="Miettinen-Nurminen score interval")


def e_value(ratio: float, ci: Interval, *, of: str) -> EValue:
    """E-value of a risk ratio and of the limit of its interval nearer to 1 (VanderWeele & Ding, Ann Intern Med 2017).

    A hazard, rate or odds ratio may stand in for the risk ratio where the outcome is rare (under 15%).
    """
    lo, hi = ci
    nearer = lo if ratio >= 1 else hi
    crosses = lo <= 1 <= hi
    return EValue(estimate=_e(ratio), limit=1.0 if crosses else _e(nearer), of=of)


def _e(ratio: float) -> float:
    above = ratio if ratio >= 1 else 1 / ratio
    return above + math.sqrt(above * (above - 1))


def _pair(ci: tuple[float, float]) -> Interval:
    return (float(ci[0]), float(ci[1]))
