"""How many persons lie between a group and everything that sums and differences of other groups can make."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap64

Vector = NDArray[np.float64]
_ROUNDS = 40
_SMALL = 1e-4


def is_far(group: BitMap64, others: Sequence[BitMap64], persons: float) -> bool:
    """True if the sum of absolute differences between `group` and every linear combination of `others` is proven to
    be more than `persons`.

    Groups are vectors of 0 and 1 over persons, taken together where they are in the same groups. The least sum is
    sought by iteratively reweighted least squares; its weighted residual z is orthogonal to all `others`, so that
    (group . z) / max|z| bounds it from below at every step (linear programming duality).
    """
    member, size = _atoms([group, *others])
    target, design = member[0], member[1:]
    weight = np.ones(len(size))
    for _ in range(_ROUNDS):
        gram = (design * (size * weight)) @ design.T
        combination = np.linalg.lstsq(gram, design @ (size * weight * target), rcond=None)[0]
        residual = target - combination @ design
        dual = weight * residual
        if (size * dual) @ target > persons * np.abs(dual).max():
            return True
        if size @ np.abs(residual) <= persons:
            return False
        weight = 1 / np.maximum(np.abs(residual), _SMALL)
    return False


def _atoms(groups: Sequence[BitMap64]) -> tuple[Vector, Vector]:
    """Membership (group x atom) and number of persons per atom: those who are in exactly the same groups."""
    ids = [np.fromiter(group, dtype=np.uint64, count=len(group)) for group in groups]
    lengths = [len(part) for part in ids]
    _, person = np.unique(np.concatenate(ids), return_inverse=True)
    keys = np.random.default_rng(0).integers(1, 2**63, len(groups), dtype=np.uint64)
    signature = np.zeros(person.max(initial=-1) + 1, dtype=np.uint64)
    np.bitwise_xor.at(signature, person, np.repeat(keys, lengths))
    _, atom, size = np.unique(signature, return_inverse=True, return_counts=True)
    member = np.zeros((len(groups), len(size)))
    member[np.repeat(np.arange(len(groups)), lengths), atom[person]] = 1
    return member, size.astype(float)
