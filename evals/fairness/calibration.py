"""Is a predicted risk what is observed? Observed over expected, calibration-in-the-large and slope, from counts."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import statsmodels.api as sm

Array = npt.NDArray[np.float64]
Value = tuple[float, float, float]
"""An estimate and its 95% interval."""
_Z = 1.959964
_LEAST_GROUPS = 3
"""Groups of different predicted risk from which a slope is more than a line through two points."""


class Group(NamedTuple):
    """Persons of about one predicted risk (a fraction), and how many had the outcome."""

    predicted: float
    n: int
    events: int


class Calibration(NamedTuple):
    """`ratio` is observed over expected (1 is right); `in_the_large` the intercept on the logit scale with the
    prediction as offset (0 is right); `slope` that of the prediction's logit (1 is right; below 1: too extreme), None
    where the groups are too few."""

    n: int
    observed: int
    expected: float
    ratio: Value
    in_the_large: Value
    slope: Value | None


def calibrate(groups: Sequence[Group]) -> Calibration:
    """Of at least one group with persons.

    The interval of observed over expected is on the log scale with variance (1 - O/n)/O (Debray et al., BMJ
    2017;356:i6460). Intercept and slope: logistic regression of grouped data (Cox, Biometrika 1958;45:562; Steyerberg
    & Vergouwe, Eur Heart J 2014;35:1925), Wald intervals. Where nobody or everybody had the outcome, half an event on
    either side keeps them finite.
    """
    n, observed = sum(one.n for one in groups), sum(one.events for one in groups)
    expected = sum(one.n * one.predicted for one in groups)
    half = 0.0 if 0 < observed < n else 0.5
    seen, among = observed + half, n + 2 * half
    ratio, error = seen / expected, math.sqrt((1 - seen / among) / seen)
    cells = np.array([(one.events + half, one.n - one.events + half) for one in groups], dtype=float)
    logit = np.array([math.log(one.predicted / (1 - one.predicted)) for one in groups])
    large = _fit(cells, np.ones((len(groups), 1)), logit)
    enough = len({round(one.predicted, 4) for one in groups}) >= _LEAST_GROUPS
    slope = _fit(cells, np.column_stack([logit, np.ones(len(groups))]), None) if enough else None
    return Calibration(
        n=n,
        observed=observed,
        expected=expected,
        ratio=(ratio, ratio * math.exp(-_Z * error), ratio * math.exp(_Z * error)),
        in_the_large=large,
        slope=slope,
    )


def _fit(cells: Array, design: Array, offset: Array | None) -> Value:
    """The first coefficient of a logistic regression of (events, others), with Wald's interval."""
    # a single group is fitted exactly, as it should
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore")
        fit = sm.GLM(cells, design, family=sm.families.Binomial(), offset=offset).fit()
    value, error = float(fit.params[0]), float(fit.bse[0])
    return (value, value - _Z * error, value + _Z * error)
