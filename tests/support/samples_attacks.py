"""What an attacker asks to single out the few persons of `target`: each plan is a list of queries and what to read.

A plan has worked if every number that it needs was shown, since then their sums and differences tell a count of fewer
persons than the floor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from samples_cohort_counts import NEVER, Asked, Days, Mask, Population

from retrieval.cohort.disclosure.released import Released

Reading = Callable[[Released], int | None]
Plan = list[tuple[Asked, Reading]]


def n(released: Released) -> int | None:
    return released.index.n.value


def events(released: Released) -> int | None:
    return released.index.events.value


def comparator_n(released: Released) -> int | None:
    return released.comparator.n.value if released.comparator else None


def events_until(day: int) -> Reading:
    """Events on the curve before `day`, where a step ends there."""

    def read(released: Released) -> int | None:
        steps = released.index.steps
        ends = [step.end for step in steps]
        return sum(step.events for step in steps[: ends.index(day) + 1]) if day in ends else None

    return read


def cells(level: str) -> Reading:
    def read(released: Released) -> int | None:
        return next((c.n.value for c in released.levels if c.level == level and c.arm == "index"), None)

    return read


def plans(population: Population, day: Days, rng: np.random.Generator, few: int) -> Iterator[tuple[str, Plan]]:
    """One plan of each kind, against `few` persons picked at random from a cohort picked at random."""
    size = len(population)
    cohort = rng.random(size) < rng.uniform(0.3, 0.6)
    half = rng.random(size) < 0.5
    target = np.zeros(size, dtype=bool)
    target[rng.choice(np.flatnonzero(cohort), few, replace=False)] = True
    everyone = np.ones(size, dtype=bool)

    def ask(index: Mask, read: Reading = n, **other: object) -> tuple[Asked, Reading]:
        return replace(Asked(index=index, event_day=day), **other), read

    whole = ask(cohort)
    yield "one dropped", [whole, ask(cohort & ~target)]
    doubled = cohort & ~target
    doubled[rng.choice(np.flatnonzero(~cohort), few // 2 or 1, replace=False)] = True
    if (doubled ^ cohort).sum() < 11:
        yield "one dropped, one doubled", [whole, ask(doubled)]
    yield "complement", [ask(everyone), ask(~target)]
    yield "complement of the cohort", [whole, ask(~cohort | target)]
    yield "individual tracker", [ask(cohort & half | target), ask(cohort & half & ~target)]
    yield "general tracker", [ask(half | target), ask(~half | target)]
    yield "tracker inside a cohort", [whole, ask(cohort & half | target), ask(cohort & ~half | target)]
    piece = rng.integers(0, 4, size)
    yield (
        "sum of parts",
        [whole, *(ask(cohort & (piece == i) & ~target) for i in range(4))],
    )
    if (target & half).any():
        yield "two arms", [whole, ask(cohort & half & ~target), ask(~cohort, comparator_n, comparator=cohort & ~half)]
    seen = np.where((population.death_day >= day) & (population.left_day >= day), day, NEVER)
    outcome = np.where(target, NEVER, day)
    if (target & (seen <= 90)).any():
        yield "outcome moved", [ask(cohort, events), ask(cohort, events, event_day=outcome)]
    until = int(rng.integers(25, 60))
    moved = int((cohort & (seen == until)).sum())
    if 0 < moved < 11:
        curve = ask(cohort, events_until(until), bin_days=until - 1)
        yield "window moved by a day", [curve, ask(cohort, events, end_day=until, bin_days=until)]
        yield (
            "bins moved by a day",
            [curve, ask(cohort, events_until(until + 1), bin_days=until)],
        )
    band = rng.choice(population.age_band)
    rest = cohort & (population.age_band != band)
    if (target & ~rest).any():
        yield "age boundary", [ask(rest), ask(rest | target)]
    levels = sorted(set(population.race))
    shown = [level for level in levels if (cohort & (population.race == level)).sum() >= 40]
    hidden = [level for level in levels if 0 < (cohort & (population.race == level)).sum() < 11]
    if hidden and len(shown) > 1:
        by_race = [ask(cohort, cells(level), breakdown="race") for level in shown]
        others = [level for level in levels if level not in shown and level != hidden[0]]
        yield "margins", [whole, *by_race, ask(cohort & np.isin(population.race, [*others, shown[0]]))]
