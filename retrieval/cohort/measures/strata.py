"""Comparisons adjusted by stratification, from n, events and person-time per age and sex.

Nothing here needs a row of a person, so the counts may be sums over many hospitals.
"""

from __future__ import annotations

import math
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np
import statsmodels.api as sm
from scipy.stats import norm
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from retrieval.cohort.counts import ModelFit, Stratum
from retrieval.cohort.measures.proportion import wilson
from retrieval.cohort.result import Estimate

Key = tuple[str, str]
"""Age band and sex."""
Kind = Literal["poisson", "mantel-haenszel"]
_Z = float(norm.ppf(0.975))


def mantel_haenszel(strata: Iterable[Stratum]) -> ModelFit | None:
    """Pooled odds ratio (Mantel & Haenszel 1959) with the interval of Robins, Breslow & Greenland (1986).

    None where no stratum holds both arms and both outcomes.
    """
    listed = list(strata)
    tables = []
    for index, other in _both_arms(listed):
        table = np.array(
            [[index.events, index.n - index.events], [other.events, other.n - other.events]], dtype=float
        )
        if table.sum(axis=0).all():
            tables.append(table)
    crossed = sum(t[0, 0] * t[1, 1] / t.sum() for t in tables), sum(t[0, 1] * t[1, 0] / t.sum() for t in tables)
    if not all(crossed):
        return None
    pooled = StratifiedTable(tables)
    lo, hi = pooled.oddsratio_pooled_confint()
    return _fit("mantel-haenszel", float(pooled.oddsratio_pooled), float(lo), float(hi), listed)


def poisson(strata: Iterable[Stratum]) -> ModelFit | None:
    """Rate ratio from Poisson regression on person-time, with a term for every age band and sex (Wald interval).

    Strata without any event say nothing about a ratio and are left out. None where an arm has no event.
    """
    listed = list(strata)
    pairs = [(a, b) for a, b in _both_arms(listed) if a.events + b.events]
    if not sum(a.events for a, _ in pairs) or not sum(b.events for _, b in pairs):
        return None
    rows = [(1.0, i, a) for i, (a, _) in enumerate(pairs)] + [(0.0, i, b) for i, (_, b) in enumerate(pairs)]
    design = np.array([[arm, *(float(i == j) for j in range(len(pairs)))] for arm, i, _ in rows])
    events = np.array([s.events for _, _, s in rows], dtype=float)
    days = np.array([s.person_days for _, _, s in rows], dtype=float)
    # a single stratum is fitted exactly, as it should
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = sm.GLM(events, design, family=sm.families.Poisson(), offset=np.log(days)).fit()
    log_ratio, error = float(fit.params[0]), float(fit.bse[0])
    lo, hi = math.exp(log_ratio - _Z * error), math.exp(log_ratio + _Z * error)
    return _fit("poisson", math.exp(log_ratio), lo, hi, listed)


def standardised_risk(arm: Iterable[Stratum], reference: Mapping[Key, float]) -> Estimate | None:
    """Risk that `arm` would have with the age and sex of `reference` (persons, or their share, by age band and sex).

    Direct standardisation over the strata that the arm has persons in; its weights are scaled to 1. The interval is
    Wilson's with the effective sample size R(1-R)/var(R). None where arm and reference share no stratum.
    """
    strata = {key: s for key, s in _merged(arm).items() if s.n and reference.get(key)}
    total = sum(reference[key] for key in strata)
    if not total:
        return None
    weights = {key: reference[key] / total for key in strata}
    risk = sum(w * strata[key].events / strata[key].n for key, w in weights.items())
    variance = sum(w**2 * _variance(strata[key]) for key, w in weights.items())
    effective = (
        risk * (1 - risk) / variance if variance and 0 < risk < 1 else float(sum(s.n for s in strata.values()))
    )
    return Estimate(
        value=risk,
        ci=wilson(risk * effective, effective),
        method="directly standardised to the age and sex of the source population",
    )


def _fit(kind: Kind, estimate: float, lo: float, hi: float, strata: list[Stratum]) -> ModelFit:
    varies = {"age_band": len({s.age_band for s in strata}) > 1, "sex": len({s.sex for s in strata}) > 1}
    return ModelFit(
        kind=kind,
        estimate=estimate,
        lo=lo,
        hi=hi,
        adjusted_for=tuple(name for name, more_than_one in varies.items() if more_than_one),
        n=sum(s.n for s in strata),
        events=sum(s.events for s in strata),
    )


def _variance(stratum: _Sum) -> float:
    risk = stratum.events / stratum.n
    return risk * (1 - risk) / stratum.n


class _Sum:
    """One age band and sex of one arm, summed over the levels of a breakdown."""

    def __init__(self) -> None:
        self.n = self.events = 0
        self.person_days = 0.0


def _merged(strata: Iterable[Stratum]) -> dict[Key, _Sum]:
    merged: dict[Key, _Sum] = defaultdict(_Sum)
    for s in strata:
        into = merged[(s.age_band, s.sex)]
        into.n += s.n
        into.events += s.events
        into.person_days += s.person_days
    return merged


def _both_arms(strata: Iterable[Stratum]) -> list[tuple[_Sum, _Sum]]:
    """(index, comparator) of every stratum with persons and person-time in both arms, in a fixed order."""
    listed = list(strata)
    index = _merged(s for s in listed if s.arm == "index")
    other = _merged(s for s in listed if s.arm == "comparator")
    both = sorted(index.keys() & other.keys())
    return [(index[k], other[k]) for k in both if index[k].person_days and other[k].person_days]
