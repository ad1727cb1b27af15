"""The two sets of coefficients of the Pooled Cohort Equations."""

from __future__ import annotations

import random

from retrieval.scores import get


def test_full_and_printed_coefficients_differ_by_less_than_half_a_point() -> None:
    draw = random.Random(1)
    most = 0.0
    for _ in range(3000):
        values = {
            "age": draw.uniform(40, 79),
            "sex": draw.choice(["female", "male"]),
            "race": draw.choice(["white", "black"]),
            "total_cholesterol": draw.uniform(130, 320),
            "hdl_cholesterol": draw.uniform(20, 100),
            "systolic_bp": draw.uniform(90, 200),
            **{name: draw.random() < 0.5 for name in ("bp_treated", "diabetes", "smoker")},
        }
        full, printed = (get(name).compute(values)["ascvd"] for name in ("pce", "pce-printed"))
        most = max(most, abs(full - printed))
    assert 0.1 < most < 0.5
