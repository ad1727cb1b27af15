"""The same quantity written otherwise: rounded where the claim says so, or in another unit of the same analyte."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from copilot.patient.analytes import Analyte, analytes

if TYPE_CHECKING:
    from copilot.verify.numbers import Quantity

_HEDGE = re.compile(
    r"(?:\b(?:about|approximately|approx\.|around|roughly|nearly|almost|circa)|[~≈])\s*\(?\s*$", re.IGNORECASE
)
_NEAR = 80
"""Characters before a number in which its analyte is looked for."""
_ROUNDING = 0.025
"""Share by which a number that is said to be rounded may differ: "about 20%" is 19.7%, not 18.9%."""
_TOLERANCE = 0.02
"""Share by which a converted value may differ: laboratories round on both sides."""


def rewritten(claim: str, mine: Quantity, passage: str, theirs: Quantity) -> bool:
    """True if `mine` of `claim` is `theirs` of `passage`, rounded as the claim says, or converted."""
    if mine.side * theirs.side < 0:
        return False
    return _rounded(claim, mine, theirs) or _converted(claim, mine, passage, theirs)


def _rounded(claim: str, mine: Quantity, theirs: Quantity) -> bool:
    if mine.unit and theirs.unit and mine.unit != theirs.unit:
        return False
    if not _HEDGE.search(claim[: mine.start]):
        return False
    return abs(mine.value - theirs.value) <= min(_step(mine) / 2, _ROUNDING * abs(theirs.value))


def _step(quantity: Quantity) -> float:
    """The last place that a number states: 0.1 for "19.7", 100 for "1,200"."""
    digits = re.sub(r"[^\d.]", "", re.match(r"[\d.,]*", quantity.text)[0])  # type: ignore[index]  # matches anything
    whole, point, fraction = digits.partition(".")
    if point:
        return float(10 ** -len(fraction))
    return float(10 ** (len(whole) - len(whole.rstrip("0")))) if whole.strip("0") else 1.0


def _converted(claim: str, mine: Quantity, passage: str, theirs: Quantity) -> bool:
    if mine.unit is None or theirs.unit is None or mine.unit == theirs.unit:
        return False
    for analyte in _named(claim[max(0, mine.start - _NEAR) : mine.start]):
        if analyte not in _named(passage[max(0, theirs.start - _NEAR) : theirs.start]):
            continue
        one, other = _convert(analyte, mine), _convert(analyte, theirs)
        if one is not None and other is not None and abs(one - other) <= _TOLERANCE * abs(other):
            return True
    return False


def _convert(name: str, quantity: Quantity) -> float | None:
    """The value in the analyte's own unit. Units are compared without case, as texts write them."""
    analyte = _by_name()[name]
    units = {unit.lower(): unit for unit in (analyte.unit, *analyte.factors)}
    unit = units.get(quantity.unit or "")
    return None if unit is None else analyte.convert(quantity.value, unit)


def _named(text: str) -> list[str]:
    """Analytes named in `text`, the nearest to its end first."""
    found = [
        (match.start(), name)
        for name in _by_name()
        for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
    ]
    return [name for _, name in sorted(found, reverse=True)]


@cache
def _by_name() -> dict[str, Analyte]:
    return {analyte.name.lower(): analyte for analyte in analytes().values()}
