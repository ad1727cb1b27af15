"""Numbers with their units as they stand in a text, for every judge. Shares no code with the product's own rule."""

from __future__ import annotations

import re
from typing import NamedTuple

_UNITS = {
    "%": ("%", "percent", "per cent"),
    "mL/min/1.73 m2": ("mL/min/1.73 m2", "mL/min/1.73 m²", "mL/min/1.73m2"),
    "mL/min": ("mL/min",),
    "mg/dL": ("mg/dL",),
    "mg/g": ("mg/g",),
    "mg/mmol": ("mg/mmol",),
    "mmol/L": ("mmol/L",),
    "umol/L": ("µmol/L", "μmol/L", "umol/L"),
    "ng/mL": ("ng/mL",),
    "pg/mL": ("pg/mL",),
    "g/dL": ("g/dL",),
    "g/L": ("g/L",),
    "mmHg": ("mmHg", "mm Hg"),
    "mg": ("mg",),
    "ug": ("µg", "μg", "mcg"),
    "kg": ("kg",),
    "g": ("g",),
    "L/min": ("L/min",),
    "cm": ("cm",),
    "mm": ("mm",),
    "hours": ("hours", "hour", "h"),
    "days": ("days", "day"),
    "weeks": ("weeks", "week"),
    "months": ("months", "month"),
    "years": ("years", "year"),
    "points": ("points", "point"),
}
_NAMES = {spelt.casefold(): unit for unit, all_spelt in _UNITS.items() for spelt in all_spelt}
_SPELT = "|".join(re.escape(one) for one in sorted(_NAMES, key=len, reverse=True))
_VALUE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.·]\d+)?|[.·]\d+"
_QUANTITY = re.compile(
    rf"(?<![\w.·])(?<![A-Za-z]-)(?P<value>{_VALUE})(?![.·]?\d)(?:[\s-]?(?P<unit>{_SPELT})(?!\w))?", re.IGNORECASE
)


class Quantity(NamedTuple):
    """`unit` is "" where none follows; `at` is where it stands."""

    value: float
    unit: str
    at: int

    def is_same(self, other: Quantity) -> bool:
        """The same value, and no other unit: a bare number may be that of a list ("4.1 and 6.8%")."""
        return self.value == other.value and (self.unit == other.unit or not (self.unit and other.unit))


def quantities(text: str) -> list[Quantity]:
    """Every number in digits that is no part of a name ("FIB-4", "CHA2DS2"), in order.

    A comma parts thousands only before three digits; whatever letters follow ("10IU", "90th"), the number is there.
    """
    return [
        Quantity(
            float(m["value"].replace(",", "").replace("·", ".")),
            _NAMES.get((m["unit"] or "").casefold(), ""),
            m.start(),
        )
        for m in _QUANTITY.finditer(text)
    ]


def one(text: str) -> Quantity:
    """The one number of a gold entry. Raises ValueError: it holds none, or several."""
    (found,) = quantities(text)
    return found


def find(number: str, text: str) -> Quantity | None:
    """Where `number` stands in `text` with the unit it has, or None."""
    wanted = one(number)
    return next(
        (q for q in quantities(text) if q.value == wanted.value and (q.unit == wanted.unit or not wanted.unit)), None
    )
