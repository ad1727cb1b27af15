from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter

from retrieval.cohort.cox import fit


def rows(seed: int, n: int = 600, days: int = 90) -> pd.DataFrame:
    """Persons with many tied event days."""
    dice = np.random.default_rng(seed)
    arm, age = dice.integers(0, 2, n), dice.integers(30, 90, n)
    sex = dice.choice(["female", "male", "unknown"], n)
    time = dice.exponential(60 / np.exp(0.02 * (age - 60) - 0.4 * arm)).astype(int) + 1
    return pd.DataFrame(
        {"arm": arm, "sex": sex, "age": age, "days": time.clip(max=days), "event": (time <= days).astype(int)}
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("adjust_for", [(), ("sex",), ("age_band", "sex")])
def test_it_equals_a_fit_on_rows(seed: int, adjust_for: tuple[str, ...]) -> None:
    frame = rows(seed)
    found = fit(frame, adjust_for)
    columns = pd.DataFrame({"index": 1 - frame.arm, "days": frame.days, "event": frame.event})
    if "age_band" in adjust_for:
        columns["age"] = frame.age
    if "sex" in adjust_for:
        columns = columns.join(pd.get_dummies(frame.sex, drop_first=True, dtype=float))
    reference = CoxPHFitter().fit(columns, "days", "event", fit_options={"precision": 1e-9}).summary.loc["index"]
    assert found is not None
    expected = [reference["exp(coef)"], reference["exp(coef) lower 95%"], reference["exp(coef) upper 95%"]]
    assert [found.estimate, found.lo, found.hi] == pytest.approx(expected, rel=1e-5)
    assert (found.n, found.events) == (len(frame), frame.event.sum())


def test_an_arm_without_events_has_no_ratio() -> None:
    frame = rows(1)
    assert fit(frame.assign(event=frame.event * frame.arm), ()) is None
    assert fit(frame[frame.arm == 0], ()) is None


def test_separation_is_no_estimate() -> None:
    frame = pd.DataFrame(
        {"arm": [0, 0, 1, 1], "sex": "female", "age": 50, "days": [1, 2, 80, 90], "event": [1, 1, 1, 1]}
    )
    assert fit(frame, ()) is None
