import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.cohort.measures.proportion import jeffreys, risk_bounds, wilson


def test_published_intervals() -> None:
    """Brown, Cai & DasGupta's intervals for 8 of 123 and for none of 50, to four places."""
    assert wilson(8, 123) == pytest.approx((0.0333, 0.1231), abs=5e-5)
    assert jeffreys(8, 123) == pytest.approx((0.0312, 0.1190), abs=5e-5)
    assert wilson(0, 50) == pytest.approx((0.0, 0.0713), abs=5e-5)
    assert jeffreys(0, 50) == pytest.approx((0.0, 0.0488), abs=1e-4)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_holds_the_proportion(counts: tuple[int, int]) -> None:
    events, n = counts
    for lo, hi in (wilson(events, n), jeffreys(events, n)):
        assert 0 <= lo <= events / n + 1e-12
        assert events / n - 1e-12 <= hi <= 1
        assert lo < hi


def test_suppressed_counts_become_bounds_not_zero() -> None:
    assert risk_bounds((1, 10), (100, 100)) == (0.01, 0.1)
    assert risk_bounds((0, 10), (1, 10)) == (0.0, 1.0)
    assert risk_bounds((0, 0), (0, 0)) == (0.0, 1.0)


@given(st.integers(1, 60), st.data())
def test_bounds_hold_every_risk_they_allow(n: int, data: st.DataObject) -> None:
    events = data.draw(st.integers(0, n))
    e_lo, e_hi = data.draw(st.integers(0, events)), data.draw(st.integers(events, n + 5))
    n_lo, n_hi = data.draw(st.integers(0, n)), data.draw(st.integers(n, n + 20))
    lo, hi = risk_bounds((e_lo, e_hi), (n_lo, n_hi))
    assert lo <= events / n <= hi
