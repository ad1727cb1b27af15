"""How many persons lie between a group and everything that sums and differences of other groups can make."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap64
from scipy.linalg import LinAlgError, cho_factor, cho_solve

Vector = NDArray[np.float64]
_ROUNDS = 25
_SMALL = 1e-3
_WITNESSES = 3000
_COEFFICIENT = 10.0
"""Largest weight of a group in a combination for which rounding errors are accounted."""


def is_far(group: BitMap64, others: Sequence[BitMap64], persons: float) -> bool:
    """True if the sum of absolute differences between `group` and every linear combination of `others` is proven to
    be more than `persons`.

    Groups are vectors of 0 and 1 over persons, taken together where they are in the same groups. The least sum is
    sought by iteratively reweighted least squares; its weighted residual z is orthogonal to all `others`, so that
    (group . z) / max|z| bounds it from below at every step (linear programming duality). A sample of persons suffices
    for a proof: those left out could only add to the sum. Without a proof the answer is False.
    """
    member, size = _atoms(group, others)
    target, design = member[0], member[1:]
    design = design[design.any(axis=1)]
    weight = np.ones(len(size))
    for _ in range(_ROUNDS):
        combination = _least_squares(design, size * weight, target)
        if combination is None:
            return False
        residual = target - combination @ design
        dual = weight * residual
        slack = _COEFFICIENT * np.abs(design @ (size * dual)).sum()
        if (size * dual) @ target - slack > persons * np.abs(dual).max():
            return True
        if size @ np.abs(residual) <= persons:
            return False
        weight = 1 / np.maximum(np.abs(residual), _SMALL)
    return False


def _least_squares(design: Vector, weight: Vector, target: Vector) -> Vector | None:
    gram = (design * weight) @ design.T
    gram.flat[:: len(gram) + 1] += 1e-12 * gram.diagonal().max(initial=1)
    try:
        return np.asarray(cho_solve(cho_factor(gram), design @ (weight * target)))
    except LinAlgError:
        return None


def _atoms(group: BitMap64, others: Sequence[BitMap64]) -> tuple[Vector, Vector]:
    """Membership (group x atom) and number of persons per atom: those who are in exactly the same groups.

    Persons are the group's own, and up to `_WITNESSES` of the groups that overlap it.
    """
    near = BitMap64().union(*(other for other in others if group.intersection_cardinality(other))) - group
    step = -(-len(near) // _WITNESSES) or 1
    sample = np.sort(np.concatenate([_ids(group), _ids(near)[::step]]))
    seen = BitMap64(sample)
    ids = [_ids(part & seen) for part in (group, *others)]
    lengths = [len(part) for part in ids]
    person = np.searchsorted(sample, np.concatenate(ids))
    keys = np.random.default_rng(0).integers(1, 2**63, len(ids), dtype=np.uint64)
    signature = np.zeros(len(sample), dtype=np.uint64)
    np.bitwise_xor.at(signature, person, np.repeat(keys, lengths))
    _, atom, size = np.unique(signature, return_inverse=True, return_counts=True)
    member = np.zeros((len(ids), len(size)))
    member[np.repeat(np.arange(len(ids)), lengths), atom[person]] = 1
    return member, size.astype(float)


def _ids(group: BitMap64) -> NDArray[np.uint64]:
    return np.fromiter(group, dtype=np.uint64, count=len(group))
