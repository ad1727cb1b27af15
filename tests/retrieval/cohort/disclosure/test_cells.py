from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.cohort.disclosure.cells import events_cell, persons_cell, rounded, rounding_unit
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import Cell

POLICY = Policy()


@pytest.mark.parametrize(
    ("n", "cell"), [(0, (None, 0, 10)), (1, (None, 0, 10)), (10, (None, 0, 10)), (11, (11, 11, 11))]
)
def test_a_group_below_the_floor_looks_the_same_whatever_its_size(n: int, cell: tuple[int | None, int, int]) -> None:
    assert persons_cell(n, POLICY) == Cell(value=cell[0], low=cell[1], high=cell[2])


@pytest.mark.parametrize(
    ("n", "events", "shown"),
    [(123, 8, False), (123, 11, True), (123, 0, True), (123, 112, True), (123, 113, False), (123, 123, False)],
)
def test_events_and_non_events_pass_the_floor_or_are_a_true_zero(n: int, events: int, shown: bool) -> None:
    assert (events_cell(Cell.shown(n), events, POLICY).value == events) is shown


def test_a_site_may_forbid_the_true_zero() -> None:
    strict = Policy(show_zero_events=False)
    assert events_cell(Cell.shown(123), 0, strict) == events_cell(Cell.shown(123), 8, strict) == Cell.hidden(0, 10)


@given(n=st.integers(0, 200), share=st.floats(0, 1))
def test_the_range_of_a_suppressed_cell_holds_the_truth_and_is_common_to_all_it_could_be(
    n: int, share: float
) -> None:
    events = round(n * share)
    groups = persons_cell(n, POLICY)
    cell = events_cell(groups, events, POLICY)
    assert groups.low <= n <= groups.high
    assert cell.low <= events <= cell.high


@given(days=st.integers(1, 40_000), value=st.integers(0, 10**8))
def test_person_time_is_rounded_to_no_less_than_one_persons_follow_up(days: int, value: int) -> None:
    unit = rounding_unit(days)
    assert days <= unit <= 2.5 * days
    assert abs(rounded(value, unit) - value) <= unit / 2
