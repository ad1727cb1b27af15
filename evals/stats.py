"""Values with 95% intervals: Wilson's for shares of cases, a bootstrap over cases for everything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from statsmodels.stats.proportion import proportion_confint

RESAMPLES = 2000


class Estimate(NamedTuple):
    """`n` counts what the value is out of; `cases` how many cases add to it."""

    value: float
    low: float
    high: float
    n: float
    cases: int
    method: str


def estimate(parts: Sequence[tuple[float, float]]) -> Estimate | None:
    """Sum of amounts over sum of weights, of (amount, weight) pairs, one a case; None if nothing was weighed.

    Where every case counts once, as yes or no, the interval is Wilson's (JASA 1927;22:209). Otherwise cases are drawn
    with replacement: sentences of one answer are not independent. A share that is 0 or 1 in every case would give an
    interval without width: Wilson's over the cases stands in.
    """
    counted = [(amount, weight) for amount, weight in parts if weight > 0]
    if not counted:
        return None
    amounts, weights = (np.array(column, dtype=float) for column in zip(*counted, strict=True))
    value, n = float(amounts.sum() / weights.sum()), float(weights.sum())
    alike = np.all(amounts == 0) or np.all(amounts == weights)
    if alike or (np.all(weights == 1) and np.all((amounts == 0) | (amounts == 1))):
        low, high = proportion_confint(round(value * len(counted)), len(counted), method="wilson")
        return Estimate(value, float(low), float(high), n, len(counted), "Wilson")
    drawn = np.random.default_rng(0).integers(0, len(counted), (RESAMPLES, len(counted)))
    values = amounts[drawn].sum(axis=1) / weights[drawn].sum(axis=1)
    low, high = np.percentile(values, [2.5, 97.5])
    return Estimate(value, float(low), float(high), n, len(counted), "bootstrap")
