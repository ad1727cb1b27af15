"""Events per person-time."""

from __future__ import annotations

from scipy.stats import chi2

from retrieval.cohort.result import Rate


def incidence(events: int, person_days: float) -> Rate:
    """Rate per 1,000 person-days with the exact Poisson 95% interval (Garwood, Biometrika 1936).

    Raises:
        ValueError: `person_days` is not positive.
    """
    if person_days <= 0:
        raise ValueError("a rate needs person-time")
    scale = 1000 / person_days
    lo = chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    hi = chi2.ppf(0.975, 2 * (events + 1)) / 2
    return Rate(value=events * scale, ci=(float(lo) * scale, float(hi) * scale))
