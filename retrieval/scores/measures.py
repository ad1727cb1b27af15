"""Quantities that scores take: unit, LOINC codes, conversions. The table is measures.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Measure:
    """One quantity. `units`: UCUM unit -> (factor, offset) to the first unit; `loinc`: codes that mean it."""

    label: str
    units: Mapping[str, tuple[float, float]]
    loinc: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """The unit in which a bare number is taken."""
        return next(iter(self.units))

    def convert(self, value: float, unit: str, to: str) -> float:
        """`value` in `unit`, expressed in `to`. Raises KeyError for a unit that this is not measured in."""
        (factor, offset), (factor_to, offset_to) = self.units[unit], self.units[to]
        return value if unit == to else (value * factor + offset - offset_to) / factor_to


@cache
def measures() -> Mapping[str, Measure]:
    """Name -> measure."""
    table = tomllib.loads(files("retrieval.scores").joinpath("measures.toml").read_text("utf-8"))
    return {name: _measure(row) for name, row in table.items()}


def _measure(row: Mapping[str, object]) -> Measure:
    units = row["units"]
    assert isinstance(units, dict)
    pairs = {unit: (value[0], value[1]) if isinstance(value, list) else (value, 0.0) for unit, value in units.items()}
    loinc = row.get("loinc", [])
    assert isinstance(loinc, list)
    return Measure(str(row["label"]), pairs, tuple(loinc))
