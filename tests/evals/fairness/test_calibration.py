from __future__ import annotations

import numpy as np
import pytest

from evals.fairness.calibration import Group, calibrate


def drawn(predicted: list[float], true: list[float], n: int, seed: int = 1) -> list[Group]:
    rng = np.random.default_rng(seed)
    return [Group(p, n, int(rng.binomial(n, t))) for p, t in zip(predicted, true, strict=True)]


def test_a_right_model_is_called_right() -> None:
    risks = [0.05, 0.1, 0.2, 0.4]
    found = calibrate(drawn(risks, risks, 5000))
    assert found.ratio[1] < 1 < found.ratio[2]
    assert found.in_the_large[1] < 0 < found.in_the_large[2]
    assert found.slope is not None
    assert found.slope[1] < 1 < found.slope[2]


def test_a_model_that_predicts_half_too_little_and_one_that_is_too_extreme() -> None:
    low = calibrate(drawn([0.05, 0.1, 0.2], [0.075, 0.15, 0.3], 5000))
    assert low.ratio[0] == pytest.approx(1.5, abs=0.1)
    assert low.in_the_large[1] > 0
    logit = np.array([-3.0, -1.0, 1.0])
    extreme = calibrate(drawn(list(1 / (1 + np.exp(-logit))), list(1 / (1 + np.exp(-0.5 * logit))), 5000))
    assert extreme.slope is not None
    assert extreme.slope[0] == pytest.approx(0.5, abs=0.05)


def test_the_interval_as_published() -> None:
    # ln(O/E) +- 1.96 sqrt((1 - O/n)/O), by hand: O 25, E 20, n 100
    found = calibrate([Group(0.2, 100, 25)])
    assert found.ratio == pytest.approx((1.25, 0.8902, 1.7553), abs=1e-3)
    assert found.slope is None
    # odds 25/75 against 20/80
    assert found.in_the_large[0] == pytest.approx(np.log((25 / 75) / (20 / 80)), abs=1e-6)


def test_ninety_five_of_a_hundred_intervals_hold_the_truth() -> None:
    held = sum(
        found.ratio[1] <= 1 <= found.ratio[2]
        for seed in range(400)
        if (found := calibrate(drawn([0.1, 0.2], [0.1, 0.2], 400, seed)))
    )
    assert 0.92 <= held / 400 <= 0.98


@pytest.mark.parametrize("events", [0, 100])
def test_nobody_or_everybody_is_far_off_and_finite(events: int) -> None:
    found = calibrate([Group(0.5, 100, events)])
    assert np.all(np.isfinite([*found.ratio, *found.in_the_large]))
    assert not found.ratio[1] <= 1 <= found.ratio[2]
