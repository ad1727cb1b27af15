"""Parts of point scores, said as they stand in the paper's table."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from retrieval.scores.inputs import Choice, Flag, Input, Number
from retrieval.scores.score import Part, Values

POINTS = "points"


def yes(flag: Flag, points: float = 1) -> Part:
    """`points` where the finding is present."""
    return Part((flag,), lambda values: {POINTS: points if values[flag.name] else 0})


def pick(choice: Choice, points: Mapping[str, float]) -> Part:
    """Points by option."""
    return Part((choice,), lambda values: {POINTS: points[values[choice.name]]})


def steps(number: Number, base: float, *thresholds: tuple[float, float]) -> Part:
    """`base` below the first threshold, then the points of the highest threshold reached (value >= threshold)."""
    return _stepped(number, base, thresholds, lambda value, threshold: value >= threshold)


def steps_above(number: Number, base: float, *thresholds: tuple[float, float]) -> Part:
    """As `steps`, with thresholds that must be passed (value > threshold)."""
    return _stepped(number, base, thresholds, lambda value, threshold: value > threshold)


def _stepped(
    number: Number, base: float, thresholds: tuple[tuple[float, float], ...], reached: Callable[[float, float], bool]
) -> Part:
    def of(values: Values) -> Mapping[str, float]:
        value = values[number.name]
        return {POINTS: next((points for at, points in reversed(thresholds) if reached(value, at)), base)}

    return Part((number,), of, {number.name: _around(at for at, _ in thresholds)})


def rule(points: Callable[[Values], float], *inputs: Input, **knots: tuple[float, ...]) -> Part:
    """Points from several inputs together; `knots`, by number, are the values at which the points jump."""
    return Part(inputs, lambda values: {POINTS: points(values)}, {name: _around(at) for name, at in knots.items()})


def _around(thresholds: Iterable[float]) -> tuple[float, ...]:
    """Each threshold with its neighbours: points may jump on either side of it."""
    return tuple(
        one for at in thresholds for one in (math.nextafter(at, -math.inf), at, math.nextafter(at, math.inf))
    )
