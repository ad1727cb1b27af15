from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.stats import estimate


def test_wilson_as_published() -> None:
    # Newcombe, Stat Med 1998;17:857, table I: 81 of 263, method 3
    found = estimate([(1.0, 1.0)] * 81 + [(0.0, 1.0)] * 182)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4), found.method) == (0.2553, 0.3662, "Wilson")


def test_nothing_weighed_is_no_value() -> None:
    assert estimate([]) is None
    assert estimate([(0.0, 0.0)]) is None


def test_shares_within_cases_are_drawn_by_case() -> None:
    found = estimate([(3.0, 4.0), (1.0, 2.0), (5.0, 5.0)])
    assert found is not None
    assert found.method == "bootstrap"
    assert found.value == pytest.approx(9 / 11)
    assert found == estimate([(3.0, 4.0), (1.0, 2.0), (5.0, 5.0)])


@pytest.mark.parametrize(("parts", "value"), [([(0.0, 76.0)] * 10, 0.0), ([(4.0, 4.0)] * 10, 1.0)])
def test_a_share_without_variation_has_an_interval_all_the_same(
    parts: list[tuple[float, float]], value: float
) -> None:
    found = estimate(parts)
    assert found is not None
    assert (found.value, found.method) == (value, "Wilson")
    assert found.high - found.low == pytest.approx(0.278, abs=0.001)  # of 0 in 10


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 0.09) | st.floats(6, 9), st.floats(0.1, 5)), min_size=1, max_size=20))
def test_the_interval_holds_what_every_case_says_alone(parts: list[tuple[float, float]]) -> None:
    found = estimate(parts)
    assert found is not None
    ratios = [amount / weight for amount, weight in parts]
    assert min(ratios) - 1e-9 <= found.low <= found.high <= max(ratios) + 1e-9
