"""When two answers, or many, single out a few persons between them.

Pairs: two released groups that differ by fewer persons than the floor (one dropped and one doubled, a window moved by
a day), or that are all but complements of each other in the database.

Combinations: counts of many groups, added and subtracted (a tracker: Denning, Denning & Schwartz, ACM TODS 1979).
Take each group as a vector of 0 and 1 over all persons. A new group that is a combination of earlier ones but for a
few persons lies few persons from their span; nearer than the floor, it is refused, so no chain of sums, however long,
leads to fewer persons (auditing: Chin & Ozsoyoglu, IEEE TSE 1982). A group inside the span tells nothing new.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from pyroaring import BitMap64
from scipy.linalg import solve_triangular

from retrieval.cohort.disclosure.distance import Vector, is_far

_ZERO = 0.01
"""Distance taken for zero; rounding errors are some 1e-6 at a million persons."""


class Place(NamedTuple):
    """`inside` the span: nothing new. `near`: fewer persons than the floor from it. `row`: of the Cholesky factor."""

    verdict: Literal["inside", "near", "far"]
    row: Vector


def too_close(a: BitMap64, b: BitMap64, persons: int, floor: int) -> bool:
    """True if `a` and `b`, or `a` and everyone but `b`, differ by at least 1 and fewer than `floor` persons."""
    differ = a.symmetric_difference_cardinality(b)
    return 0 < differ < floor or 0 < persons - differ < floor


class Span:
    """What the counts of released groups determine: their Gram matrix as its Cholesky factor, row by row."""

    def __init__(self, groups: Sequence[BitMap64], rows: Sequence[Vector]) -> None:
        self.groups = list(groups)
        self._factor = np.zeros((len(rows), len(rows)))
        for i, row in enumerate(rows):
            self._factor[i, : i + 1] = row

    def __len__(self) -> int:
        return len(self.groups)

    def place(self, group: BitMap64, floor: int) -> Place:
        """How `group` lies to the span."""
        overlaps = np.array([group.intersection_cardinality(other) for other in self.groups], dtype=float)
        row = solve_triangular(self._factor, overlaps, lower=True) if len(self) else overlaps
        square = len(group) - float(row @ row)  # least sum of squares; no more than the least sum, if that is small
        if square < _ZERO:
            return Place("inside", row)
        near = square < floor - _ZERO and not is_far(group, self.groups, floor - 1 + _ZERO)
        return Place("near" if near else "far", np.append(row, np.sqrt(square)))

    def add(self, group: BitMap64, row: Vector) -> None:
        """Widens the span by a far group; `row` is as `place` gave it."""
        self.groups.append(group)
        self._factor = np.pad(self._factor, (0, 1))
        self._factor[-1] = row
