from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.table_attack import attack, counts_of
from retrieval.cohort.disclosure import breakdown, table
from retrieval.cohort.disclosure.cells import events_cell
from retrieval.cohort.disclosure.decide import decide
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import Cell

POLICY = Policy()
FLOOR = POLICY.floor
Row = tuple[int, int, int]  # n, events, persons of the level in the source
sizes = st.one_of(st.integers(1, 15), st.integers(1, 60), st.integers(60, 2000))
rows = st.lists(
    st.builds(
        lambda n, share, outside: (n, round(n * share), n + outside),
        sizes,
        st.one_of(st.just(0.0), st.floats(0, 0.2), st.floats(0, 1)),
        st.one_of(st.just(0), st.integers(0, 20), st.integers(100, 1000)),
    ),
    min_size=1,
    max_size=8,
)


def narrowest(levels: list[Row]) -> float:
    """How much of the floor the margins leave of the worst suppressed cell's range: `FLOOR` or more is safe.

    A range that is narrow already for who knows the totals alone is not the breakdown's doing; that nobody of
    a large enough group has the outcome may be told.
    """
    released = decide(counts_of(levels), POLICY)
    source = {f"l{i}": persons for i, (_, _, persons) in enumerate(levels)}
    if released.index.n.value is None or released.index.events.value is None:
        return FLOOR
    hidden = Cell.hidden(0, 10**6)
    nothing = [level.model_copy(update={"n": hidden, "events": hidden}) for level in released.levels]
    before = attack(nothing, released.index, source)
    after = attack(released.levels, released.index, source)
    return min(
        (
            high - low + max(0, FLOOR - (before[cell][1] - before[cell][0])) + 1e-6
            for cell, (low, high) in after.items()
            if high > 1e-6
        ),
        default=FLOOR,
    )


@settings(max_examples=40, deadline=None)
@given(rows)
def test_margins_leave_every_suppressed_cell_a_range_of_the_floor(levels: list[Row]) -> None:
    assert narrowest(levels) >= FLOOR


@settings(max_examples=30, deadline=None)
@given(rows)
def test_the_printed_ranges_hold_the_truth_and_tell_no_more_than_the_margins(levels: list[Row]) -> None:
    released = decide(counts_of(levels), POLICY)
    if released.index.n.value is None or released.index.events.value is None:
        return
    source = {f"l{i}": persons for i, (_, _, persons) in enumerate(levels)}
    found = attack(released.levels, released.index, source)
    for level in released.levels:
        n, events, _ = levels[int(level.level[1:])]
        for name, cell, truth in (("n", level.n, n), ("events", level.events, events)):
            assert cell.low <= truth <= cell.high
            if cell.suppressed:
                low, high = found[(level.level, name)]
                assert cell.low <= low + 1e-6
                assert cell.high >= high - 1e-6


@given(rows)
def test_no_small_cell_is_shown(levels: list[Row]) -> None:
    for level in decide(counts_of(levels), POLICY).levels:
        if level.events.value:
            assert level.n.value is not None
            assert FLOOR <= level.events.value <= level.n.value - FLOOR
        assert level.n.value is None or level.n.value >= FLOOR


ONE_SMALL = [(100, 40, 500), (200, 50, 500), (150, 5, 500)]


@pytest.mark.parametrize(("levels", "hidden"), [(ONE_SMALL, 2), ([(100, 40, 900), (200, 50, 900), (7, 3, 900)], 2)])
def test_one_small_cell_takes_one_other_with_it(levels: list[Row], hidden: int) -> None:
    assert sum(level.events.suppressed for level in decide(counts_of(levels), POLICY).levels) == hidden


def test_without_the_second_suppression_the_attacker_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert narrowest(ONE_SMALL) >= FLOOR

    def small_only(rows: dict[str, table.Counts], policy: Policy) -> frozenset[str]:
        return frozenset(k for k, (n, e) in rows.items() if events_cell(Cell.shown(n), e, policy).suppressed)

    monkeypatch.setattr(breakdown, "hidden_outcomes", small_only)
    assert narrowest(ONE_SMALL) < 1


def test_without_the_second_suppression_of_groups_the_attacker_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    levels = [(100, 40, 900), (200, 50, 900), (7, 3, 900)]
    assert narrowest(levels) >= FLOOR
    monkeypatch.setattr(table, "_wide", lambda *_: True)
    assert narrowest(levels) < 1


def test_persons_outside_the_cohort_are_protected_too() -> None:
    """All but three of the database's second level are in the cohort: its size would tell that of the three."""
    levels = decide(counts_of([(300, 60, 900), (200, 50, 203), (150, 40, 900)]), POLICY).levels
    assert [level.n.suppressed for level in levels] == [False, True, True]
