"""The breakdown of the arms by one variable, as far as it may be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from retrieval.cohort.counts import ArmName, CohortCounts
from retrieval.cohort.disclosure.cells import events_cell
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import ArmCounts, Cell, LevelCounts
from retrieval.cohort.disclosure.table import (
    LASTING,
    REST,
    Counts,
    group_bounds,
    hidden_groups,
    hidden_outcomes,
    outcome_bounds,
)


def levels_of(counts: CohortCounts, arm: ArmName, total: ArmCounts, policy: Policy) -> tuple[LevelCounts, ...]:
    """Levels of one arm; () without a breakdown, and where the arm's own size is suppressed."""
    rows = _rows(counts, arm)
    if not rows or total.n.value is None:
        return ()
    sizes = {level: n for level, (n, _) in rows.items()}
    source = _source(counts, sizes) if arm == "index" else {}
    small = hidden_groups(sizes, source, policy.floor)
    groups = {level: Cell.shown(n) for level, n in sizes.items()} | group_bounds(small, sizes, source)
    outcomes = _outcomes(rows, small, total, groups, policy)
    return tuple(LevelCounts(arm=arm, level=level, n=groups[level], events=outcomes[level]) for level in sorted(rows))


def _outcomes(
    rows: Mapping[str, Counts], small: frozenset[str], total: ArmCounts, groups: Mapping[str, Cell], policy: Policy
) -> dict[str, Cell]:
    if total.events.value is None:
        return {level: _share_of_total(groups[level], total) for level in rows}
    known = {level: row for level, row in rows.items() if level not in small}
    if small:
        known[REST] = (sum(rows[level][0] for level in small), sum(rows[level][1] for level in small))
    hidden = hidden_outcomes(known, policy)
    cells = {level: events_cell(Cell.shown(n), events, policy) for level, (n, events) in known.items()}
    cells |= outcome_bounds(hidden, known)
    if small:
        rest = cells.pop(REST)
        cells |= {level: Cell.hidden(0, min(groups[level].high, rest.high)) for level in small}
    return cells


def _share_of_total(n: Cell, total: ArmCounts) -> Cell:
    """Bounds of a level's events from the suppressed total."""
    without = total.n.high - total.events.low
    return Cell.hidden(max(0, n.low - without), min(n.high, total.events.high))


def _rows(counts: CohortCounts, arm: ArmName) -> dict[str, Counts]:
    rows: dict[str, Counts] = defaultdict(lambda: (0, 0))
    for s in counts.strata:
        if s.arm == arm and s.level is not None:
            n, events = rows[s.level]
            rows[s.level] = (n + s.n, events + s.events)
    return dict(rows)


def _source(counts: CohortCounts, sizes: Mapping[str, int]) -> dict[str, int]:
    """Persons of each level in the database, if the breakdown is by something that does not change with time."""
    for variable in LASTING:
        mine = [c for c in counts.composition if c.variable == variable]
        if {c.level: c.cohort_n for c in mine if c.cohort_n} == dict(sizes):
            return {c.level: c.source_n for c in mine}
    return {}
