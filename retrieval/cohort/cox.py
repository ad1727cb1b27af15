"""Cox regression of index against comparator from counts: exact, whatever the number of persons.

The partial likelihood needs, for each covariate pattern, only how many are at risk and how many have the event on
each day. Ties after Efron (J Am Stat Assoc 1977; 72:557-565).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from retrieval.cohort.counts import ModelFit
from retrieval.cohort.query import Adjustment

Array = npt.NDArray[np.float64]

_MOST_STEPS, _CLOSE = 50, 1e-9


def fit(rows: pd.DataFrame, adjust_for: tuple[Adjustment, ...]) -> ModelFit | None:
    """Hazard ratio of index against comparator; None where an arm has no events or nothing to compare.

    Args:
        rows: arm (0 index, 1 comparator), sex, age (years), days, event (0 or 1).
        adjust_for: age enters linearly in years, sex as groups.
    """
    if rows.groupby("arm").event.sum().reindex([0, 1], fill_value=0).min() == 0:
        return None
    patterns, at_risk, events = _by_pattern(rows, adjust_for)
    estimate = _maximise(patterns, at_risk, events)
    if estimate is None:
        return None
    log_ratio, error = estimate
    reach = norm.ppf(0.975) * error
    return ModelFit(
        kind="cox",
        estimate=float(np.exp(log_ratio)),
        lo=float(np.exp(log_ratio - reach)),
        hi=float(np.exp(log_ratio + reach)),
        adjusted_for=adjust_for,
        n=len(rows),
        events=int(rows.event.sum()),
    )


def _by_pattern(rows: pd.DataFrame, adjust_for: tuple[Adjustment, ...]) -> tuple[Array, Array, Array]:
    """Covariates (pattern x covariate, the arm first), and at risk and events (event day x pattern)."""
    columns = [1.0 - rows.arm.to_numpy(float)]
    if "age_band" in adjust_for:
        columns.append((rows.age - rows.age.mean()).to_numpy(float))
    if "sex" in adjust_for:
        sexes, sex = np.unique(rows.sex.astype(str).to_numpy(str), return_inverse=True)
        columns += [(sex == one).astype(float) for one in range(1, len(sexes))]
    patterns, group = _distinct(columns)
    days, day = np.unique(rows.days.to_numpy(), return_inverse=True)
    shape = len(days), len(patterns)
    cell = day * len(patterns) + group
    left = np.bincount(cell, minlength=len(days) * len(patterns)).astype(float).reshape(shape)
    events = np.bincount(cell, rows.event.to_numpy(float), len(days) * len(patterns)).reshape(shape)
    at_risk = left[::-1].cumsum(axis=0)[::-1]
    eventful = events.sum(axis=1) > 0
    return patterns, at_risk[eventful], events[eventful]


def _distinct(columns: list[Array]) -> tuple[Array, npt.NDArray[np.intp]]:
    """The distinct rows of a table given by columns, in order, and which of them each row is."""
    place = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        values, code = np.unique(column, return_inverse=True)
        place = place * len(values) + code
    _, first, group = np.unique(place, return_index=True, return_inverse=True)
    return np.column_stack([column[first] for column in columns]), group


def _maximise(patterns: Array, at_risk: Array, events: Array) -> tuple[float, float] | None:
    """Newton's method; the first coefficient and its standard error, None if it does not settle."""
    beta = np.zeros(patterns.shape[1])
    for _ in range(_MOST_STEPS):
        gradient, information = _score(patterns, at_risk, events, beta)
        try:
            step = np.linalg.solve(information, gradient)
        except np.linalg.LinAlgError:
            return None
        beta = beta + step
        if np.abs(beta).max() > 50:
            return None
        if np.abs(step).max() < _CLOSE:
            variance = np.linalg.inv(_score(patterns, at_risk, events, beta)[1])[0, 0]
            return float(beta[0]), float(np.sqrt(variance))
    return None


def _score(patterns: Array, at_risk: Array, events: Array, beta: Array) -> tuple[Array, Array]:
    """Gradient and information of Efron's log partial likelihood."""
    weight = np.exp(patterns @ beta)
    outer = np.einsum("pi,pj->pij", patterns, patterns)
    deaths = events.sum(axis=1).astype(int)
    day = np.repeat(np.arange(len(deaths)), deaths)
    # each of d tied events sees the risk set less l/d of the tied ones, l = 0 … d-1
    share = (np.arange(deaths.sum()) - np.repeat(deaths.cumsum() - deaths, deaths)) / deaths[day]

    def seen(of_pattern: Array) -> Array:
        """Weighted sum of `of_pattern` over the risk set that each event sees."""
        all_, tied = (np.tensordot(counts * weight, of_pattern, axes=1)[day] for counts in (at_risk, events))
        rest: Array = all_ - share.reshape(-1, *[1] * (of_pattern.ndim - 1)) * tied
        return rest

    total = seen(np.ones(len(patterns)))
    mean = seen(patterns) / total[:, None]
    gradient = events.sum(axis=0) @ patterns - mean.sum(axis=0)
    return gradient, (seen(outer) / total[:, None, None]).sum(axis=0) - mean.T @ mean
