"""What a reader can work out about suppressed cells of a breakdown, by linear programming over all that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from scipy.optimize import linprog

from retrieval.cohort.counts import CdmInfo, CohortCounts, Composition, Stratum
from retrieval.cohort.disclosure.released import ArmCounts, LevelCounts

Range = tuple[float, float]

_INFO = CdmInfo(name="attacked", version="5.4", synthetic=True, last_data=date(2020, 1, 1), persons=10**6)


def counts_of(levels: Sequence[Sequence[int]]) -> CohortCounts:
    """Counts of one arm in as many levels as there are rows of (n, events, everyone of that level)."""
    return CohortCounts(
        query_hash="attacked",
        data=_INFO,
        strata=tuple(
            Stratum(arm="index", sex="female", age_band="60-64", level=f"l{i}", n=n, events=events, person_days=n)
            for i, (n, events, _) in enumerate(levels)
        ),
        bins=(),
        composition=tuple(
            Composition(variable="race", level=f"l{i}", cohort_n=n, source_n=source)
            for i, (n, _, source) in enumerate(levels)
        ),
        definition_text="",
    )


def attack(
    levels: Sequence[LevelCounts], total: ArmCounts, source: Mapping[str, int]
) -> dict[tuple[str, str], Range]:
    """Range of each suppressed cell, keyed (level, "n" | "events"): the least and most it can be.

    Known: the arm's totals, every shown cell, 0 <= events <= n in each level, and n <= `source` where that is known.
    """
    k = len(levels)  # variables: n of every level, then events of every level
    equal, right = [], []
    for columns, cell in ((range(k), total.n), (range(k, 2 * k), total.events)):
        if cell.value is not None:
            equal.append(np.isin(np.arange(2 * k), columns).astype(float))
            right.append(cell.value)
    for i, level in enumerate(levels):
        for column, cell in ((i, level.n), (k + i, level.events)):
            if cell.value is not None:
                equal.append((np.arange(2 * k) == column).astype(float))
                right.append(cell.value)
    at_most = np.hstack([-np.eye(k), np.eye(k)])
    bounds = [(0, source.get(level.level)) for level in levels] + [(0, None)] * k
    found = {}
    for i, level in enumerate(levels):
        for column, name, cell in ((i, "n", level.n), (k + i, "events", level.events)):
            if cell.value is not None:
                continue
            ends = []
            for sign in (1, -1):
                goal = sign * (np.arange(2 * k) == column).astype(float)
                best = linprog(goal, at_most, np.zeros(k), np.array(equal), np.array(right), bounds)
                assert best.status == 0, best.message
                ends.append(sign * best.fun)
            found[(level.level, name)] = (ends[0], ends[1])
    return found
