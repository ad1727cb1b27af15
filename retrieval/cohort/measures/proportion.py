"""Risk: a proportion and its 95% intervals, for counts as small as zero."""

from __future__ import annotations

from statsmodels.stats.proportion import proportion_confint

from retrieval.cohort.result import Interval, Range


def wilson(events: float, n: float) -> Interval:
    """Wilson's score interval (Wilson 1927), recommended for small n by Brown, Cai & DasGupta (Stat Sci 2001)."""
    return _interval(events, n, "wilson")


def jeffreys(events: float, n: float) -> Interval:
    """Equal-tailed interval under Jeffreys' prior; the ends are 0 and 1 at no and at all events (ibid.)."""
    lo, hi = _interval(events, n, "jeffreys")
    return (0.0 if events == 0 else lo, 1.0 if events == n else hi)


def risk_bounds(events: Range, n: Range) -> Interval:
    """The smallest and largest risk that counts within the two ranges allow. `n` of 0 allows every risk."""
    lowest = events[0] / n[1] if n[1] else 0.0
    highest = min(1.0, events[1] / n[0]) if n[0] else 1.0
    return (lowest, highest)


def _interval(events: float, n: float, method: str) -> Interval:
    lo, hi = proportion_confint(events, n, alpha=0.05, method=method)
    return (max(0.0, float(lo)), min(1.0, float(hi)))
