"""The lowest and highest a score can be, given what is known: every value at which a part can turn is tried."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from retrieval.scores.known import Known, Value
from retrieval.scores.score import Part, Score

MOST = 2**12
"""Combinations tried at most. Parts without a shared input are tried apart: only large formulas get there."""


@dataclass(frozen=True)
class Bounds:
    """Output -> (lowest, highest), and the inputs that stand between the two."""

    outputs: Mapping[str, tuple[float, float]]
    undecided: frozenset[str]


def bounds(score: Score, known: Mapping[str, Known]) -> Bounds | None:
    """None if too many inputs of a formula are missing to try them all."""
    total: dict[str, tuple[float, float]] = {}
    undecided: set[str] = set()
    for group in _groups(score.parts):
        found = _of_group(group, known)
        if found is None:
            return None
        if any(low != high for low, high in found.values()):
            undecided |= {one.name for part in group for one in part.inputs}
        for name, (low, high) in found.items():
            before = total.get(name, (0.0, 0.0))
            total[name] = (before[0] + low, before[1] + high)
    return Bounds(total, frozenset(undecided))


def _groups(parts: tuple[Part, ...]) -> list[list[Part]]:
    """Parts that share inputs, directly or through others, together."""
    groups: list[tuple[set[str], list[Part]]] = []
    for part in parts:
        names = {one.name for one in part.inputs}
        members = [part]
        apart = []
        for known_names, known_parts in groups:
            if known_names & names:
                names |= known_names
                members = [*known_parts, *members]
            else:
                apart.append((known_names, known_parts))
        groups = [*apart, (names, members)]
    return [members for _, members in groups]


def _of_group(parts: list[Part], known: Mapping[str, Known]) -> dict[str, tuple[float, float]] | None:
    inputs = {one.name: one for part in parts for one in part.inputs}
    knots = {name: tuple(at for part in parts for at in part.knots.get(name, ())) for name in inputs}
    tried: list[tuple[Value, ...]] = [
        tuple(one.candidates(known.get(name), knots[name])) for name, one in inputs.items()
    ]
    if all(part.rising for part in parts):
        return _extremes(parts, inputs, [tuple(values[end] for values in tried) for end in (0, -1)])
    if math.prod(map(len, tried)) > MOST:
        return None
    return _extremes(parts, inputs, product(*tried))


def _extremes(
    parts: list[Part], names: Iterable[str], combinations: Iterable[tuple[Value, ...]]
) -> dict[str, tuple[float, float]]:
    lowest: dict[str, float] = {}
    highest: dict[str, float] = {}
    for combination in combinations:
        values = dict(zip(names, combination, strict=True))
        sums: dict[str, float] = {}
        for part in parts:
            for name, value in part.of(values).items():
                sums[name] = sums.get(name, 0.0) + value
        for name, value in sums.items():
            lowest[name] = min(lowest.get(name, math.inf), value)
            highest[name] = max(highest.get(name, -math.inf), value)
    return {name: (lowest[name], highest[name]) for name in lowest}
