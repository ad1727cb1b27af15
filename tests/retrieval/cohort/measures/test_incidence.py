import pytest
from scipy.stats import poisson

from retrieval.cohort.measures.incidence import incidence


def test_exact_interval_is_where_the_poisson_tails_are_a_fortieth() -> None:
    rate = incidence(12, 4000)
    assert rate.value == 3.0
    lo, hi = (limit * 4 for limit in rate.ci)
    assert poisson.sf(11, lo) == pytest.approx(0.025)
    assert poisson.cdf(12, hi) == pytest.approx(0.025)


def test_no_event_has_an_upper_limit() -> None:
    """The rule of three, exactly: -ln(0.025) events."""
    assert incidence(0, 1000).ci == (0.0, pytest.approx(3.6889, abs=1e-4))


def test_no_person_time_is_refused() -> None:
    with pytest.raises(ValueError, match="person-time"):
        incidence(3, 0)
