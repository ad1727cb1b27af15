"""Rows by the values of some of their columns: which groups there are, and who is in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyroaring import BitMap64

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Groups:
    """The groups that have rows, by their values in order, and which of them each row is in."""

    keys: list[tuple[Any, ...]]
    place: npt.NDArray[np.intp]

    def count(self) -> Numbers:
        """How many rows each group has."""
        return np.bincount(self.place, minlength=len(self.keys))

    def sum(self, column: pd.Series[int]) -> Numbers:
        """The sum of a column of whole numbers in each group."""
        return np.bincount(self.place, column.to_numpy(float), len(self.keys)).astype(np.int64)

    def persons(self, ids: pd.Series[int]) -> list[BitMap64]:
        """The persons of each group."""
        order = np.argsort(self.place, kind="stable")
        parts = np.split(ids.to_numpy(np.uint64)[order], self.count().cumsum()[:-1]) if self.keys else []
        return [BitMap64(part) for part in parts]


def grouped(rows: pd.DataFrame, columns: Sequence[str]) -> Groups:
    """The rows by their values in `columns`, which are categorical or whole numbers."""
    place = np.zeros(len(rows), dtype=np.intp)
    levels = []
    for column in columns:
        values, codes = _levels(rows[column])
        place = place * len(values) + codes
        levels.append(values)
    found, place = np.unique(place, return_inverse=True)
    parts = []
    for values in reversed(levels):
        found, at = np.divmod(found, len(values)) if values else (found, found)
        parts.append([values[i] for i in at])
    return Groups(list(zip(*reversed(parts), strict=True)), place)


def _levels(column: pd.Series[Any]) -> tuple[list[Any], npt.NDArray[Any]]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return list(column.cat.categories), column.cat.codes.to_numpy()
    values, codes = np.unique(column.to_numpy(), return_inverse=True)
    return values.tolist(), codes
