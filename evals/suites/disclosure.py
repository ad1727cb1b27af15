"""disclosure: what can an attacker work out about suppressed cells of the tables that are shown?"""

from __future__ import annotations

import random
from collections.abc import Iterator

from evals import lab
from evals.suite import Answer, Card, Case, Size, Suite, Verdict
from evals.table_attack import attack, counts_of
from retrieval.cohort.disclosure.decide import decide
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import Cell, Released

FLOOR = 11
"""Stated here and not read from the policy: CMS's cell size suppression policy."""


def cases(size: Size, seed: int) -> Iterator[Case]:
    """Random tables: one to eight levels, sizes around the floor and far above it."""
    rng = random.Random(seed)  # noqa: S311
    for number in range(lab.by_size(size, slice=40, quick=150, full=1000)):
        levels = [_level(rng) for _ in range(rng.randint(1, 8))]
        shown = "; ".join(f"{n} persons, {events} events" for n, events, _ in levels)
        yield Case(f"{number:04}", shown, "table", {"levels": levels})


def _level(rng: random.Random) -> tuple[int, int, int]:
    """(persons, events, persons of this level in the database)."""
    n = rng.randint(1, rng.choice((15, 60, 2000)))
    return n, round(n * rng.uniform(0, rng.choice((0.0, 0.2, 1.0)))), n + rng.choice((0, rng.randint(0, 20), 500))


def solve(case: Case) -> Answer:
    """Every cell as released, and what linear programming over the release leaves of each suppressed one."""
    released = decide(counts_of(case.facts["levels"]), Policy())
    levels = [[level.level, _shown(level.n), _shown(level.events)] for level in released.levels]
    total = [_shown(released.index.n), _shown(released.index.events)]
    return {"total": total, "levels": levels, "gaps": _gaps(released, case.facts["levels"])}


def _shown(cell: Cell) -> int | None:
    return cell.value


def _gaps(released: Released, levels: list[list[int]]) -> list[list[float | str]]:
    """[cell, width that is left of its range, width that the totals alone leave], where the attacker has totals."""
    if released.index.n.value is None or released.index.events.value is None:
        return []
    source = {f"l{i}": persons for i, (_, _, persons) in enumerate(levels)}
    hidden = Cell.hidden(0, 10**6)
    nothing = [level.model_copy(update={"n": hidden, "events": hidden}) for level in released.levels]
    before = attack(nothing, released.index, source)
    after = attack(released.levels, released.index, source)
    return [
        [f"{level} {what}", round(high - low, 6), round(before[level, what][1] - before[level, what][0], 6)]
        for (level, what), (low, high) in after.items()
        if high > _NOBODY
    ]


_NOBODY = 1e-6
"""That nobody of a large enough group has the outcome may be told."""


def judge(case: Case, answer: Answer) -> Verdict:
    cells = [(n, events) for _, n, events in [["total", *answer["total"]], *answer["levels"]]]
    small = [pair for pair in cells if _small(*pair)]
    found = [name for name, left, alone in answer["gaps"] if left < min(FLOOR, alone) - _NOBODY]
    measures = {
        "small cells shown": (float(len(small)), float(len(cells))),
        "suppressed cells worked out": (float(len(found)), float(len(answer["gaps"]))),
    }
    why = "; ".join([f"shown: {pair}" for pair in small] + [f"narrowed: {name}" for name in found])
    evidence = tuple(f"{level}: {n} persons, {events} events" for level, n, events in answer["levels"])
    return Verdict(not small and not found, measures, why, evidence)


def _small(n: int | None, events: int | None) -> bool:
    if n is not None and n < FLOOR:
        return True
    return bool(events) and (n is None or not FLOOR <= (events or 0) <= n - FLOOR)


SUITE = Suite(
    "disclosure",
    Card(
        checks="No cell of fewer than 11 persons is shown, and linear programming over what is shown leaves every "
        "suppressed cell a range of at least 11.",
        source="Tables drawn with a seed; the attacker knows totals, shown cells and the size of each level in "
        "the database.",
        licence="The project's own.",
        cannot_tell="What an attacker learns from several queries (the ledger guards them) or from elsewhere.",
    ),
    cases,
    solve,
    judge,
)
