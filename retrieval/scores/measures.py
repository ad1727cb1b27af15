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

    def ucum(self, written: str) -> str | None:
        """The unit of this measure that is meant by what people write ("µmol/l", "mmHg"); None for any other."""
        plain = _SPELLINGS.get(_folded(written), _folded(written))
        return next((unit for unit in self.units if _folded(unit) == plain), None)

    def convert(self, value: float, unit: str, to: str) -> float:
        """`value` in `unit`, expressed in `to`. Raises KeyError for a unit that this is not measured in."""
        (factor, offset), (factor_to, offset_to) = self.units[unit], self.units[to]
        return value if unit == to else (value * factor + offset - offset_to) / factor_to


def _folded(unit: str) -> str:
    return unit.replace("µ", "u").replace("μ", "u").replace(" ", "").casefold()


_SPELLINGS = {
    "mmhg": "mm[hg]",
    "°c": "cel",
    "c": "cel",
    "°f": "[degf]",
    "f": "[degf]",
    "lb": "[lb_av]",
    "in": "[in_i]",
    "bpm": "/min",
    "years": "a",
    "days": "d",
    "ml/min/1.73m2": "ml/min/{1.73_m2}",
    "ml/min/1.73m²": "ml/min/{1.73_m2}",
    "kg/m²": "kg/m2",
    "10^9/l": "10*9/l",
    "x10^9/l": "10*9/l",
    "k/ul": "10*3/ul",
    "iu/l": "u/l",
}
"""As people write them, folded, to UCUM, folded."""


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
