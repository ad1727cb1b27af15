"""A released answer as a CohortResult: every number here comes from what the disclosure gate let through."""

from __future__ import annotations

import math
from collections.abc import Iterable

from retrieval.cohort import words
from retrieval.cohort.counts import ModelFit
from retrieval.cohort.disclosure.released import Released
from retrieval.cohort.measures import representative, strata
from retrieval.cohort.measures.arm import measure_arm, measure_level
from retrieval.cohort.measures.contrast import e_value, risk_difference, risk_ratio
from retrieval.cohort.query import CohortQuery
from retrieval.cohort.result import Adjusted, Arm, CohortResult, Estimate, EValue, Standardised
from retrieval.subject import Subject

#: above this risk an outcome is common, and a hazard or odds ratio no longer stands for the risk ratio
_COMMON = 0.15
_FIT = {
    "cox": ("hazard ratio", "Cox regression"),
    "poisson": ("rate ratio", "Poisson regression"),
    "mantel-haenszel": ("odds ratio", "Mantel-Haenszel"),
}


def measure(query: CohortQuery, released: Released, subject: Subject | None = None) -> CohortResult:
    """All measures of `released`, the answer to `query`.

    Args:
        subject: the patient the question is about; adds a warning where the cohort has few like that patient.
    """
    index = measure_arm(released.index)
    other = measure_arm(released.comparator) if released.comparator else None
    difference, ratio = _contrast(index, other)
    adjusted = tuple(_adjusted(fit) for fit in (*released.fits, *_stratified(released)))
    window = f"{query.outcome_name} within {words.days(query.end_day)}"
    return CohortResult(
        **dict(index),
        name=query.name,
        title=query.title,
        population=query.population,
        outcome=window,
        comparator_population=query.comparator_population or None,
        end_day=query.end_day,
        comparator=other,
        difference=difference,
        ratio=ratio,
        adjusted=adjusted,
        standardised=_standardised(released),
        e_value=_e_value(index, other, ratio, adjusted),
        missingness=representative.missingness(released),
        breakdown=query.breakdown,
        subgroups=tuple(measure_level(level) for level in released.levels),
        representativeness=representative.representativeness(released, subject),
        caveats=released.caveats,
        withheld=released.withheld,
        definition=released.definition_text,
        query_hash=released.query_hash,
        data=released.data,
        text=words.text(query.population, window, index, other, floor=released.policy.floor),
    )


def _contrast(index: Arm, other: Arm | None) -> tuple[Estimate | None, Estimate | None]:
    if other is None or index.n is None or index.events is None or other.n is None or other.events is None:
        return None, None
    if not index.n or not other.n:
        return None, None
    counts = index.events, index.n, other.events, other.n
    return risk_difference(*counts), risk_ratio(*counts)


def _stratified(released: Released) -> Iterable[ModelFit]:
    for fit in (strata.poisson(released.strata), strata.mantel_haenszel(released.strata)):
        if fit and fit.adjusted_for:
            yield fit


def _adjusted(fit: ModelFit) -> Adjusted:
    name, method = _FIT[fit.kind]
    return Adjusted(
        measure=name, value=fit.estimate, ci=(fit.lo, fit.hi), adjusted_for=fit.adjusted_for, method=method
    )


def _standardised(released: Released) -> Standardised | None:
    reference = representative.reference(released, released.strata)
    by_arm = {
        arm: strata.standardised_risk((s for s in released.strata if s.arm == arm), reference)
        for arm in ("index", "comparator")
    }
    return Standardised(index=by_arm["index"], comparator=by_arm["comparator"]) if by_arm["index"] else None


def _e_value(index: Arm, other: Arm | None, ratio: Estimate | None, adjusted: tuple[Adjusted, ...]) -> EValue | None:
    """Of the first adjusted estimate, else of the risk ratio."""
    if not adjusted:
        return e_value(ratio.value, ratio.ci, of="risk ratio") if ratio else None
    best = adjusted[0]
    risks = [arm.risk for arm in (index, other) if arm and arm.risk is not None]
    value, (lo, hi) = best.value, best.ci
    if max(risks, default=1.0) > _COMMON:
        value, lo, hi = (_as_risk_ratio(best.measure, x) for x in (value, lo, hi))
    return e_value(value, (lo, hi), of=f"{best.measure}, {best.method}")


def _as_risk_ratio(measure_: str, x: float) -> float:
    """Approximate risk ratio of a common outcome (VanderWeele, Biometrics 2020; table 2 of the E-value paper)."""
    if measure_ == "odds ratio":
        return math.sqrt(x)
    if measure_ == "hazard ratio":
        return float((1 - 0.5 ** math.sqrt(x)) / (1 - 0.5 ** math.sqrt(1 / x)))
    return x
