"""Suppression in the breakdown of one arm: small cells, and the others that must go with them.

The reader knows the totals, the size of every shown level and, for what does not change with time, how many persons
of each level the database holds. Against that knowledge every suppressed cell keeps a range of at least the floor.
Groups come first and depend on their sizes alone, so that two queries on one cohort hide the same levels; then the
outcomes.

Cox, J Am Stat Assoc 1980; Fischetti & Salazar-Gonzalez, Management Science 2001 (complementary suppression as an
integer programme). With one breakdown at a time, the bounds an attacker can reach have the closed form used here; the
tests compare them with a linear programme.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from retrieval.cohort.disclosure.cells import events_cell
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import Cell

Counts = tuple[int, int]
"""n and events."""
LASTING = ("sex", "race", "ethnicity", "site")
"""Variables that a person keeps, so that the source population bounds a level of the cohort."""
REST = "\0rest"
"""The suppressed groups together: their sum is known from the totals."""


def hidden_groups(sizes: Mapping[str, int], source: Mapping[str, int], floor: int) -> frozenset[str]:
    """Levels whose size is suppressed, by themselves or to protect another.

    Small are a level's members and, where `source` tells how many persons it has, those outside the cohort.
    """
    hidden = {level for level, n in sizes.items() if n < floor or (level in source and 0 < source[level] - n < floor)}
    others = sorted(sizes.keys() - hidden, key=lambda level: (sizes[level], level))
    while hidden and others and not _wide(hidden, sizes, source, floor):
        hidden.add(others.pop(0))
    return frozenset(hidden)


def group_bounds(hidden: frozenset[str], sizes: Mapping[str, int], source: Mapping[str, int]) -> dict[str, Cell]:
    """What each suppressed size could be: their sum is known, and none exceeds the level in the source."""
    pool = sum(sizes[level] for level in hidden)
    caps = {level: min(pool, source.get(level, pool)) for level in hidden}
    room = sum(caps.values())
    return {level: Cell.hidden(max(0, pool - (room - cap)), cap) for level, cap in caps.items()}


def hidden_outcomes(rows: Mapping[str, Counts], policy: Policy) -> frozenset[str]:
    """Rows whose events are suppressed; `rows` are all groups of known size, the suppressed ones together as `REST`.

    The integer programme loses the fewest persons such that at least two levels, `floor` events and `floor`
    non-events lie under suppressed cells. Then each such cell keeps a range of the floor, given that every row has
    that many persons: range = min(n, S) - max(0, S - (T - n)), S events and T persons under suppressed cells.
    """
    names = sorted(rows)
    n = np.array([rows[name][0] for name in names], dtype=float)
    events = np.array([rows[name][1] for name in names], dtype=float)
    small = np.array(
        [float(events_cell(Cell.shown(rows[name][0]), rows[name][1], policy).suppressed) for name in names]
    )
    if not small.any():
        return frozenset()
    small[[name == REST for name in names]] = 1  # of suppressed groups nothing is shown in any case
    chosen = milp(
        c=n,
        constraints=LinearConstraint(
            np.vstack([np.ones(len(names)), events, n - events]), lb=[2, policy.floor, policy.floor]
        ),
        integrality=np.ones(len(names)),
        bounds=Bounds(small, np.ones(len(names))),
    )
    if chosen.x is None:
        return frozenset(names)
    return frozenset(name for name, x in zip(names, chosen.x, strict=True) if x > 0.5)


def outcome_bounds(hidden: frozenset[str], rows: Mapping[str, Counts]) -> dict[str, Cell]:
    """What the suppressed events of each row could be: their sum and every row's size are known."""
    events = sum(rows[name][1] for name in hidden)
    persons = sum(rows[name][0] for name in hidden)
    return {
        name: Cell.hidden(max(0, events - (persons - rows[name][0])), min(rows[name][0], events)) for name in hidden
    }


def _wide(hidden: set[str], sizes: Mapping[str, int], source: Mapping[str, int], floor: int) -> bool:
    """True if no suppressed size can be told more closely than the floor, or than the source alone tells it, and all
    of them together are no small group."""
    if sum(sizes[level] for level in hidden) < floor:
        return False
    bounds = group_bounds(frozenset(hidden), sizes, source)
    return all(b.high - b.low >= min(floor, source.get(level, floor)) for level, b in bounds.items())
