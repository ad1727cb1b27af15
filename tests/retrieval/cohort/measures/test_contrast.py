import pytest

from retrieval.cohort.measures.contrast import e_value, risk_difference, risk_ratio


def test_newcombe_published_example() -> None:
    """Newcombe 1998, table II, example (a): 56/70 against 48/80 gives 0.0524 to 0.3339."""
    found = risk_difference(56, 70, 48, 80)
    assert found.value == pytest.approx(0.2)
    assert found.ci == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_ratio_is_the_wrong_way_round_when_arms_swap() -> None:
    one, other = risk_ratio(355, 1800, 124, 830), risk_ratio(124, 830, 355, 1800)
    assert one is not None
    assert other is not None
    assert one.value == pytest.approx(1.3201, abs=1e-4)
    assert one.ci == pytest.approx((1 / other.ci[1], 1 / other.ci[0]), rel=1e-3)


def test_ratio_needs_events_in_both_arms() -> None:
    assert risk_ratio(0, 50, 3, 50) is None
    assert risk_ratio(3, 50, 0, 50) is None


def test_e_value_of_the_paper() -> None:
    """VanderWeele & Ding 2017: RR 3.9 (1.8 to 8.7) has E-values 7.26 and 3.0."""
    found = e_value(3.9, (1.8, 8.7), of="risk ratio")
    assert found.estimate == pytest.approx(7.26, abs=0.005)
    assert found.limit == pytest.approx(3.0, abs=0.005)


def test_e_value_of_a_protective_ratio_is_that_of_its_inverse() -> None:
    down = e_value(0.5, (0.25, 0.8), of="risk ratio")
    up = e_value(2.0, (1.25, 4.0), of="risk ratio")
    assert (down.estimate, down.limit) == pytest.approx((up.estimate, up.limit))


def test_an_interval_that_holds_one_needs_no_confounder() -> None:
    assert e_value(1.2, (0.9, 1.6), of="risk ratio").limit == 1.0
