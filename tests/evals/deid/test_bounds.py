from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.deid.bounds import allowed_misses, lower_bound, ratio_interval, wilson


@pytest.mark.parametrize(
    ("hits", "n", "expected"),
    [(750, 750, 0.9960136), (2994, 3000, 0.9960570), (10, 10, 0.7411344), (0, 5, 0.0), (0, 0, 0.0)],
)
def test_exact_lower_bounds_known_from_tables(hits: int, n: int, expected: float) -> None:
    assert lower_bound(hits, n) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("n", "misses"), [(0, None), (700, None), (748, 0), (3000, 6), (5000, 12)])
def test_misses_that_99_6_percent_allows(n: int, misses: int | None) -> None:
    assert allowed_misses(n) == misses


@given(st.integers(1, 3000), st.data())
def test_the_lower_bound_is_below_the_share_and_grows_with_hits(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(1, n))
    assert lower_bound(hits - 1, n) < lower_bound(hits, n) < hits / n


@given(st.integers(740, 3000))
def test_one_more_miss_than_allowed_breaks_the_claim(n: int) -> None:
    allowed = allowed_misses(n)
    if allowed is None:
        assert lower_bound(n, n) < 0.996
    else:
        assert lower_bound(n - allowed, n) >= 0.996 > lower_bound(n - allowed - 1, n)


def test_wilson_matches_the_textbook_example() -> None:
    assert wilson(15, 50) == pytest.approx((0.1910, 0.4375), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_constant_ratio_has_no_spread_and_no_data_no_interval() -> None:
    assert ratio_interval([1, 2, 3], [2, 4, 6]) == (0.5, 0.5)
    assert ratio_interval([], []) is None
    assert ratio_interval([0], [0]) is None


def test_documents_are_drawn_whole_and_the_same_way_each_time() -> None:
    first = ratio_interval([0, 10, 5], [10, 10, 10])
    assert first == ratio_interval([0, 10, 5], [10, 10, 10])
    assert first is not None
    assert first[0] < 0.5 < first[1]
