"""Survival from counts per time bin: the actuarial (life-table) estimate, and competing death.

With bins of a day these are the Kaplan-Meier and Aalen-Johansen estimates. In a wider bin those who leave count as
at risk for half of it (Cutler & Ederer, J Chronic Dis 1958).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scipy.stats import norm

from retrieval.cohort.measures.proportion import wilson
from retrieval.cohort.result import CurvePoint, Interval

_Z = float(norm.ppf(0.975))


@dataclass(frozen=True)
class Step:
    """What happened from the day after the previous step to `day` (days since index) to those at risk at its start.

    `censored` counts the end of follow-up without event or death. Counts may be rounded, so they need not add up.
    """

    day: int
    at_risk: int
    events: int
    deaths: int
    censored: int


def survival_curve(steps: Iterable[Step], *, with_deaths: bool) -> tuple[CurvePoint, ...]:
    """Event-free survival at the end of each step, with log-log 95% bands (Kalbfleisch & Prentice, section 1.4).

    Deaths are censored in `survival` and compete in `cumulative_incidence`, which is None unless `with_deaths`.
    Ends where nobody is at risk any more.
    """
    points = []
    survival, greenwood = 1.0, 0.0
    alive_and_free, incidence = 1.0, 0.0
    for step in steps:
        exposed = step.at_risk - (step.censored + step.deaths) / 2
        if step.at_risk <= 0 or exposed <= 0:
            break
        hazard = min(1.0, step.events / exposed)
        survival *= 1 - hazard
        greenwood += hazard / (exposed * (1 - hazard)) if hazard < 1 else math.inf
        exposed = max(step.at_risk - step.censored / 2, step.events + step.deaths)
        incidence += alive_and_free * step.events / exposed
        alive_and_free *= 1 - (step.events + step.deaths) / exposed
        lo, hi = log_log_band(survival, greenwood, step.at_risk)
        points.append(
            CurvePoint(
                day=step.day,
                survival=survival,
                lo=lo,
                hi=hi,
                at_risk=step.at_risk,
                cumulative_incidence=incidence if with_deaths else None,
            )
        )
    return tuple(points)


def log_log_band(survival: float, greenwood: float, at_risk: int) -> Interval:
    """95% band of `survival` on the log(-log) scale; `greenwood` is Greenwood's sum, var(S) / S².

    That scale has no value at 0 and 1; there Wilson's interval for `at_risk` persons stands in, since no event among
    few is not certainty.
    """
    if not 0 < survival < 1:
        return wilson(survival * at_risk, at_risk)
    width = _Z * math.sqrt(greenwood) / abs(math.log(survival))
    return (survival ** math.exp(width), survival ** math.exp(-width))
