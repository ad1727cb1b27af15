"""Bounds for shares and ratios, and how many misses a claim allows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

Interval = tuple[float, float]


def lower_bound(hits: int, n: int, confidence: float = 0.95) -> float:
    """One-sided exact lower bound of a share (Clopper and Pearson, Biometrika 1934); 0 without data."""
    return 0.0 if hits == 0 else float(stats.beta.ppf(1 - confidence, hits, n - hits + 1))


def wilson(hits: int, n: int, confidence: float = 0.95) -> Interval:
    """Two-sided score interval of a share (Wilson, JASA 1927); the whole range without data."""
    if n == 0:
        return 0.0, 1.0
    interval = stats.binomtest(hits, n).proportion_ci(confidence, method="wilson")
    return float(interval.low), float(interval.high)


def ratio_interval(
    tops: Sequence[float], bottoms: Sequence[float], confidence: float = 0.95, draws: int = 1000
) -> Interval | None:
    """Percentile bootstrap over documents of sum(tops) / sum(bottoms), seeded.

    Characters and tokens of one document are not independent, so whole documents are drawn. None without data.
    """
    if not bottoms or sum(bottoms) == 0:
        return None
    picks = np.random.default_rng(0).integers(0, len(bottoms), (draws, len(bottoms)))
    top, bottom = np.asarray(tops, float)[picks].sum(1), np.asarray(bottoms, float)[picks].sum(1)
    ratios = top[bottom > 0] / bottom[bottom > 0]
    low, high = np.quantile(ratios, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def allowed_misses(n: int, claim: float = 0.996, confidence: float = 0.95) -> int | None:
    """Most misses in `n` spans that still support "recall >= claim"; None where even no miss does.

    >>> [allowed_misses(n) for n in (700, 750, 3000, 5000)]
    [None, 0, 6, 12]
    """
    if lower_bound(n, n, confidence) < claim:
        return None
    misses = 0
    while lower_bound(n - misses - 1, n, confidence) >= claim:
        misses += 1
    return misses
