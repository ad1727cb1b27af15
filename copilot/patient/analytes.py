"""Which LOINC codes mean the same analyte, and how its units convert. The table is analytes.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
STALE_DAYS = 365

_SPELLINGS = {
    "mmhg": "mm[Hg]",
    "mm hg": "mm[Hg]",
    "°c": "Cel",
    "c": "Cel",
    "degc": "Cel",
    "°f": "[degF]",
    "f": "[degF]",
    "degf": "[degF]",
    "lb": "[lb_av]",
    "lbs": "[lb_av]",
    "in": "[in_i]",
    "ft": "[ft_i]",
    "bpm": "/min",
    "beats/min": "/min",
    "breaths/min": "/min",
    "meq/l": "meq/L",
    "iu/l": "U/L",
    "miu/l": "m[IU]/L",
    "uiu/ml": "u[IU]/mL",
    "k/ul": "10*3/uL",
    "x10e3/ul": "10*3/uL",
    "10^3/ul": "10*3/uL",
    "10^9/l": "10*9/L",
    "x10e9/l": "10*9/L",
    "kg/m²": "kg/m2",
    "kg/m^2": "kg/m2",
    "ml/min/1.73m2": "mL/min/{1.73_m2}",
    "ml/min/1.73 m2": "mL/min/{1.73_m2}",
    "ml/min/1.73m²": "mL/min/{1.73_m2}",
}
"""Units as people write them, for quantities whose code is missing."""
_LITRE = re.compile(r"/([dmunpf]?)l\b")


class Analyte(NamedTuple):
    """What one LOINC code measures. `name` is shared by codes whose values may be compared."""

    name: str
    unit: str
    factors: Mapping[str, float]
    offsets: Mapping[str, float]
    factor: float
    stale_days: int
    stable: float | None

    def convert(self, value: float, unit: str) -> float | None:
        """The value in `self.unit`; None for a unit that this analyte is not measured in."""
        if unit == self.unit:
            return value * self.factor
        if (factor := self.factors.get(unit)) is None:
            return None
        return (value * factor + self.offsets.get(unit, 0.0)) * self.factor


@cache
def analytes() -> Mapping[str, Analyte]:
    """LOINC code -> analyte."""
    table = tomllib.loads(files("copilot.patient").joinpath("analytes.toml").read_text("utf-8"))
    return {
        code: Analyte(
            row.get("name", name),
            row["unit"],
            row["from"],
            row.get("offset", {}),
            row.get("factor", 1.0),
            row.get("stale_days", STALE_DAYS),
            row.get("stable"),
        )
        for name, row in table.items()
        for code in row["loinc"]
    }


def ucum(code: str | None, unit: str | None) -> str | None:
    """The UCUM unit of a quantity: its code, or its unit as people write it, brought to UCUM's spelling."""
    written = (code or unit or "").strip().replace("μ", "u").replace("µ", "u")
    return (_SPELLINGS.get(written.casefold()) or _LITRE.sub(r"/\1L", written)) or None
