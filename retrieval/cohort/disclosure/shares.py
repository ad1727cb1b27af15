"""Who is in the cohort beside the source population, as shares coarse enough that no count can be read from them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from retrieval.cohort.counts import CohortCounts, Composition
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import ArmCounts, Share
from retrieval.cohort.disclosure.table import LASTING, hidden_groups

_UNITS = (0.01, 0.02, 0.05, 0.1, 0.2)


def shares_of(counts: CohortCounts, total: ArmCounts, policy: Policy) -> tuple[Share, ...]:
    """Shares by variable, rounded to the finest unit that leaves every level a range of at least the floor.

    A level that the breakdown would suppress is suppressed here too. () where the arm's size is suppressed.
    """
    if total.n.value is None:
        return ()
    variables = sorted({c.variable for c in counts.composition})
    found: list[Share] = []
    for variable in variables:
        found += _variable([c for c in counts.composition if c.variable == variable], total.n.value, policy)
    return tuple(found)


def _variable(cells: Sequence[Composition], n: int, policy: Policy) -> list[Share]:
    source = sum(c.source_n for c in cells)
    lasting = cells[0].variable in LASTING
    hidden = hidden_groups(
        {c.level: c.cohort_n for c in cells if c.cohort_n},
        {c.level: c.source_n for c in cells} if lasting else {},
        policy.floor,
    )
    shown = [c.cohort_n for c in cells if c.level not in hidden]
    pool = n - sum(shown)
    for unit in _UNITS:
        if _wide([*shown, pool] if hidden else shown, n, unit, policy.floor) and source * unit >= 2 * policy.floor:
            return [
                Share(
                    variable=c.variable,
                    level=c.level,
                    cohort=None if c.level in hidden else _round(c.cohort_n / n, unit),
                    source=_round(c.source_n / source, unit),
                    rounded_to=unit,
                )
                for c in cells
            ]
    return []


def _wide(sizes: Sequence[int], n: int, unit: float, floor: int) -> bool:
    """True if the rounded shares and their sum leave each size a range of at least the floor."""
    lows = [max(0, math.ceil((_round(s / n, unit) - unit / 2) * n)) for s in sizes]
    highs = [min(n, math.floor((_round(s / n, unit) + unit / 2) * n)) for s in sizes]
    return all(
        min(high, n - sum(lows) + low) - max(low, n - sum(highs) + high) >= floor
        for low, high in zip(lows, highs, strict=True)
    )


def _round(share: float, unit: float) -> float:
    return round(round(share / unit) * unit, 2)
