"""The same quantity written otherwise: rounded as the claim says, as a change, or in another unit of the analyte."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from copilot.patient.analytes import Analyte, analytes

if TYPE_CHECKING:
    from copilot.verify.numbers import Quantity

_HEDGES = {
    "about": r"about|approximately|approx\.|around|roughly|circa|some|close to|~|≈",
    "under": r"nearly|almost|just under|just below|slightly (?:less|fewer) than|not quite",
    "over": r"just over|just above|slightly more than|a little (?:over|more than)",
    "less": r"(?<!no )(?<!not )(?:under|below|fewer than|less than|<)",
    "more": r"(?<!no )(?<!not )(?:over|above|more than|upwards of|exceed(?:ing|s|ed)?|>)",
}
_HEDGE = re.compile(
    "(?:" + "|".join(rf"(?P<{name}>(?<![a-z])(?:{said}))" for name, said in _HEDGES.items()) + r")\s*\(?\s*$", re.I
)
_HEDGE_LENGTH = 24
"""Characters before a number in which its hedge stands."""
_NEAR = 80
"""Characters before a number in which its analyte is looked for."""
_ROUNDING = 0.025
"""Share by which a number that is said to be rounded may differ, if not by less than its last place."""
_BEYOND = 0.25
"""Share by which a result may lie beyond what it is said to exceed: "over five times" is 5.6, not 8."""
_PARTS = (0.025, 0.125), (0.015, 0.06)
"""What a share in words may differ by, in points and as a share of itself: with "about" and without."""
_RESULTS = ("%", "fold")
"""Units of results. What is said to be over 65 years or 40 mg is a limit, and has to be the same."""
_EFFECT = re.compile(
    r"\b(?:[aA]?HR|[aA]?OR|[aA]?RR|IRR|SMR|SHR|[Rr]atio)\b[^.;\d]{0,12}$"
    r"|\b[Rr]atio\b[^.;\d]{0,90}\b(?:was|of)\s*$|\b[Rr]atios\b[^;]{0,90}$"
)
_HIGHER = re.compile(r"\b(?:higher|more|greater|larger|increas\w+|rais\w+|rise|rose|elevated|excess)\b", re.I)
_LOWER = re.compile(r"\b(?:lower|less|fewer|smaller|reduc\w+|decreas\w+|declin\w+|cut|drop\w*|fell|fall)\b", re.I)
_BEFORE = 110
"""Characters before a ratio in which it is named."""
_AROUND = 30
"""Characters on either side of a percentage in which its direction is said."""
_TOLERANCE = 0.02
"""Share by which a converted value may differ: laboratories round on both sides."""


def rewritten(claim: str, mine: Quantity, passage: str, theirs: Quantity) -> bool:
    """True if `mine` of `claim` is `theirs` of `passage`, rounded as the claim says, as a change, or converted."""
    if mine.side * theirs.side < 0:
        return False
    return (
        _rounded(claim, mine, theirs)
        or _relative(claim, mine, passage, theirs)
        or _converted(claim, mine, passage, theirs)
    )


def _rounded(claim: str, mine: Quantity, theirs: Quantity) -> bool:
    values = _comparable(mine, theirs)
    if values is None:
        return False
    said, held = values
    hedge = _hedge(claim, mine)
    if hedge in ("less", "more"):
        if theirs.side or not (mine.share or mine.ratio or mine.unit in _RESULTS):
            return False
        share = held / said - 1 if said else 0.0
        return 0 < share <= _BEYOND if hedge == "more" else -_BEYOND <= share < 0
    if hedge is None and not (mine.share or theirs.share):
        return False
    least = 0.0 if hedge == "over" else -1.0
    most = 0.0 if hedge == "under" else 1.0
    width = _width(mine, theirs, hedge is not None) + 1e-9
    return least * width <= held - said <= most * width


def _hedge(claim: str, number: Quantity) -> str | None:
    """The kind of hedge that stands before a number of the claim, a key of `_HEDGES`."""
    found = _HEDGE.search(claim[max(0, number.start - _HEDGE_LENGTH) : number.start])
    return found.lastgroup if found else None


def _comparable(mine: Quantity, theirs: Quantity) -> tuple[float, float] | None:
    """Both values, in percent where one is a share in words; None where they are no quantities of one kind."""
    if mine.unit and theirs.unit and mine.unit != theirs.unit:
        return None
    if not (mine.share or theirs.share):
        return mine.value, theirs.value
    one, other = _percent(mine), _percent(theirs)
    return None if one is None or other is None else (one, other)


def _percent(quantity: Quantity) -> float | None:
    if quantity.unit == "%":
        return quantity.value
    is_share = quantity.share or (quantity.unit is None and not quantity.ratio and 0 <= quantity.value <= 1)
    return 100 * quantity.value if is_share else None


def _width(mine: Quantity, theirs: Quantity, hedged: bool) -> float:
    if mine.share or theirs.share:
        points, share = _PARTS[0] if hedged else _PARTS[1]
        value = mine.value if mine.share else theirs.value
        return 100 * min(points, share * value)
    return max(_place(mine) / 2, min(_step(mine) / 2, _ROUNDING * abs(theirs.value)))


def _relative(claim: str, mine: Quantity, passage: str, theirs: Quantity) -> bool:
    """True for "20% lower risk" or "cut by a fifth" and a ratio of 0.80, "75% higher odds" and one of 1.75."""
    said = _percent(mine) if mine.share or mine.unit == "%" else None
    if said is None or theirs.unit or not _EFFECT.search(passage[max(0, theirs.start - _BEFORE) : theirs.start]):
        return False
    near = claim[max(0, mine.start - _AROUND) : mine.end + _AROUND]
    change = 100 * (theirs.value - 1)
    hedged = _hedge(claim, mine) is not None
    width = _width(mine, mine, hedged) if mine.share else _place(mine) * (1 if hedged else 0.5)
    rises = _HIGHER.search(near) and abs(change - said) <= width + 1e-6
    falls = _LOWER.search(near) and abs(change + said) <= width + 1e-6
    return bool(rises or falls)


def _step(quantity: Quantity) -> float:
    """The last place that a number states and does not leave open: 0.1 for "19.7", 100 for "1,200"."""
    digits = re.sub(r"[^\d.]", "", re.match(r"[\d.,]*", quantity.text)[0])  # type: ignore[index]  # matches anything
    whole, point, fraction = digits.partition(".")
    if point:
        return float(10 ** -len(fraction))
    return float(10 ** (len(whole) - len(whole.rstrip("0")))) if whole.strip("0") else 1.0


def _place(quantity: Quantity) -> float:
    """The last decimal place that a number states: 0.1 for "19.7", 1 for "1,200"."""
    digits = re.match(r"[\d.,·]*", quantity.text)[0].replace("·", ".")  # type: ignore[index]  # matches anything
    return float(10 ** -len(digits.rstrip(".,").partition(".")[2]))


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
