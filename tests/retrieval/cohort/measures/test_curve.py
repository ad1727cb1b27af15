import math

import lifelines
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.cohort.measures.curve import Step, survival_curve

EVENT, DEATH, LEFT = 1, 2, 0


def simulated(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Days to the first of event, death and leaving, within 90 days."""
    rng = np.random.default_rng(seed)
    times = np.ceil(np.column_stack([rng.exponential(1 / h, n) for h in (0.004, 0.002, 0.003)]))
    day, state = times.min(axis=1), np.array([EVENT, DEATH, LEFT])[times.argmin(axis=1)]
    return np.minimum(day, 90), np.where(day > 90, LEFT, state)


def binned(day: np.ndarray, state: np.ndarray, width: int) -> list[Step]:
    steps = []
    for end in range(width, 91, width):
        inside = (day > end - width) & (day <= end)
        last = end == 90
        steps.append(
            Step(
                day=end,
                at_risk=int((day > end - width).sum()),
                events=int((inside & (state == EVENT)).sum()),
                deaths=int((inside & (state == DEATH)).sum()),
                censored=int((inside & (state == LEFT) & ~(last & (day == 90))).sum()),
            )
        )
    return steps


def by_day(day: np.ndarray, state: np.ndarray) -> list[Step]:
    """Daily bins in Kaplan-Meier's convention: who leaves on a day is at risk all of that day."""
    steps = []
    for end in range(1, 91):
        here = day == end
        steps.append(Step(end, int((day >= end).sum()), int((here & (state == EVENT)).sum()), 0, 0))
    return steps


def test_daily_bins_are_kaplan_meier_with_its_log_log_bands() -> None:
    day, state = simulated(800, seed=1)
    fitted = lifelines.KaplanMeierFitter().fit(day, state == EVENT)
    points = survival_curve(by_day(day, state), with_deaths=False)
    bands = fitted.confidence_interval_survival_function_
    for point in points:
        assert point.survival == pytest.approx(float(fitted.survival_function_at_times(point.day).iloc[0]), abs=1e-12)
        if point.survival < 1:
            row = bands.loc[: point.day].iloc[-1]
            assert (point.lo, point.hi) == pytest.approx((row.iloc[0], row.iloc[1]), abs=1e-9)


@pytest.mark.parametrize("width", [5, 10, 30])
def test_wider_bins_stay_close_to_the_rows(width: int) -> None:
    day, state = simulated(4000, seed=2)
    rows = lifelines.KaplanMeierFitter().fit(day, state == EVENT)
    death = lifelines.AalenJohansenFitter(calculate_variance=False, seed=0)
    # of those of one day, who leaves does so last
    apart = np.random.default_rng(0).uniform(0, 1e-6, len(day)) + 1e-5 * (state == LEFT)
    death.fit(day + apart, state, event_of_interest=EVENT)
    for point in survival_curve(binned(day, state, width), with_deaths=True):
        assert point.survival == pytest.approx(float(rows.survival_function_at_times(point.day).iloc[0]), abs=0.002)
        competing = float(death.cumulative_density_.loc[: point.day + 0.001].iloc[-1, 0])
        assert point.cumulative_incidence == pytest.approx(competing, abs=0.002)


def test_death_competes() -> None:
    """With deaths, fewer live to have the event than survival with deaths censored says."""
    (point,) = survival_curve([Step(30, 1000, 200, 400, 0)], with_deaths=True)
    assert point.cumulative_incidence == pytest.approx(0.2)
    assert 1 - point.survival == pytest.approx(0.25)


def test_no_event_is_not_certainty() -> None:
    (point,) = survival_curve([Step(30, 50, 0, 0, 0)], with_deaths=False)
    assert (point.survival, point.hi) == (1.0, 1.0)
    assert point.lo == pytest.approx(1 - 0.0713, abs=1e-3)


def test_ends_when_nobody_is_left() -> None:
    assert len(survival_curve([Step(30, 20, 20, 0, 0), Step(60, 0, 0, 0, 0)], with_deaths=False)) == 1


step = st.builds(
    Step,
    day=st.just(0),
    at_risk=st.integers(0, 2000),
    events=st.integers(0, 2000),
    deaths=st.integers(0, 500),
    censored=st.integers(0, 500),
)


@settings(max_examples=300)
@given(st.lists(step, max_size=8))
def test_rounded_counts_never_leave_the_unit_interval(steps: list[Step]) -> None:
    """Counts that the gate rounded may contradict each other; the curve must still be one."""
    previous = 1.0
    for point in survival_curve(steps, with_deaths=True):
        assert 0 <= point.lo <= point.survival + 1e-9
        assert point.survival <= point.hi + 1e-9
        assert point.hi <= 1 + 1e-9
        assert point.survival <= previous
        assert point.cumulative_incidence is not None
        assert -1e-9 <= point.cumulative_incidence <= 1 + 1e-9
        assert not math.isnan(point.lo + point.hi)
        previous = point.survival
