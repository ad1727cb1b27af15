"""Optional noise on top of suppression: discrete Laplace, by OpenDP.

One person adds at most 1 to each of the counts of one arm: persons and events, in all and in one level. Suppression
itself is not differentially private: which cells are hidden depends on exact counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import ArmCounts, Cell, Released

Draw = Callable[[int], int]
"""A count to a noised count."""


def noised(released: Released, policy: Policy, epsilon: float) -> Released:
    """Totals and breakdown with noise of `epsilon` for the whole answer; nothing else of it remains."""
    touched = 4 if released.levels else 2
    scale = touched / epsilon
    width = math.ceil(scale * math.log(1 / 0.05))
    draw = discrete_laplace(scale)

    def persons(cell: Cell) -> Cell:
        return _noised(cell, draw, width, low=policy.floor)

    def arm(counts: ArmCounts) -> ArmCounts:
        return ArmCounts(n=persons(counts.n), events=_noised(counts.events, draw, width, low=0))

    return released.model_copy(
        update={
            "index": arm(released.index),
            "comparator": arm(released.comparator) if released.comparator else None,
            "levels": tuple(
                level.model_copy(update={"n": persons(level.n), "events": _noised(level.events, draw, width, low=0)})
                for level in released.levels
            ),
            "strata": (),
            "composition": (),
            "fits": (),
            "withheld": (
                *released.withheld,
                f"Counts carry random noise (epsilon {epsilon:g}): 95% of them are within {width} of the truth. "
                "Curve, strata, composition and models are not released with noise.",
            ),
        }
    )


def discrete_laplace(scale: float) -> Draw:
    """Noise with P(x) proportional to exp(-|x| / scale) on the integers, from OpenDP's secure generator."""
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.atom_domain(T=int), dp.absolute_distance(T=int)
    measurement = dp.m.make_laplace(*space, scale=scale)
    return lambda count: int(measurement(count))


def _noised(cell: Cell, draw: Draw, width: int, *, low: int) -> Cell:
    if cell.value is None:
        return cell
    value = max(low, draw(cell.value))
    return Cell(value=value, low=max(low, value - width), high=value + width)
