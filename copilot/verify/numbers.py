"""Numbers as quantities: every number of a claim must stand in the span it cites, with its unit and its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from copilot.verify.rewritten import rewritten
from copilot.verify.shares import shares
from copilot.verify.spelt import spelt
from copilot.verify.words import STOP, Word, words

_NUMBER = re.compile(r"\d+(?:[,\u2009\u202f\u00a0]\d{3})+(?:[.·]\d+)?|\d+[.·]\d+|[.·]\d+|\d+")
_OPERATOR = re.compile(
    r"(<=|>=|<|>|≤|≥|=|~|≈|less than|more than|at least|at most|greater than|fewer than)\s*$", re.I
)
_RATIO = re.compile(
    r"(?:\b(?:[aA]?HR|[aA]?OR|[aA]?RR|IRR|SMR|SHR|AUC|AUROC|ratio|coefficient|c-statistic|[rp])|[κβ])"
    r"\s*(?:[(\[]\w+[)\]]|[)\]])?\s*"
    r"(?:of|was|is|[=:,])?\s*$"
)
_UNIT = re.compile(r"\s?-?\s?(per ?cent|mm ?hg|[%‰°µμ]|[a-zµμ°%]+(?:[/·][a-z0-9²^]+)*)", re.IGNORECASE)

UNITS = {
    form: unit
    for unit, forms in {
        "%": "% percent per cent pct",
        "year": "year years yr yrs y",
        "month": "month months mo mos",
        "week": "week weeks wk wks",
        "day": "day days d",
        "hour": "hour hours h hr hrs",
        "minute": "minute minutes min mins",
        "second": "second seconds s sec secs",
        "person-year": "person-years patient-years",
        "ug": "µg μg ug mcg",
        "mg": "mg milligram milligrams",
        "g": "g gram grams",
        "kg": "kg kilogram kilograms",
        "ng": "ng",
        "pg": "pg",
        "ml": "ml milliliter millilitre milliliters millilitres",
        "l": "l liter litre liters litres",
        "dl": "dl",
        "mg/dl": "mg/dl",
        "g/dl": "g/dl",
        "g/l": "g/l",
        "mg/l": "mg/l",
        "ng/ml": "ng/ml",
        "pg/ml": "pg/ml",
        "ug/l": "µg/l μg/l ug/l",
        "mmol/l": "mmol/l mmol",
        "umol/l": "µmol/l μmol/l umol/l",
        "nmol/l": "nmol/l",
        "iu": "iu",
        "u/l": "u/l iu/l",
        "mmhg": "mmhg mm hg",
        "kg/m2": "kg/m2 kg/m² kg/m^2",
        "cm": "cm",
        "mm": "mm",
        "nm": "nm",
        "um": "µm μm um",
        "m": "m",
        "hz": "hz",
        "gy": "gy",
        "degree": "° °c",
        "fold": "fold times",
        "mg/kg": "mg/kg",
        "mg/day": "mg/day mg/d",
        "g/day": "g/day g/d",
    }.items()
    for form in ([*forms.split(), forms] if unit in ("%", "mmhg") else forms.split())
}
_BEFORE = 40
"""Characters before a number in which what it is can stand."""
_ORDINAL = re.compile(r"(st|nd|rd|th|s)\b", re.IGNORECASE)
_BELOW = frozenset({"<", "<=", "≤", "less than", "at most", "fewer than"})
_ABOVE = frozenset({">", ">=", "≥", "more than", "at least", "greater than"})


@dataclass(frozen=True)
class Quantity:
    """A number as it stands in a text. `value` is signed; `side` is -1 for "<", +1 for ">", 0 otherwise."""

    text: str
    value: float
    unit: str | None
    side: int
    start: int
    end: int
    ratio: bool = False
    """A hazard, odds or risk ratio, an area or a coefficient: 0.80 of these is not 80%."""
    parts: tuple[Quantity, ...] = ()
    """The numbers of a share in words, a 1 and a 5 of "one in five"; "half" has none, but is a share as well."""
    share: bool = False
    """A share in words."""

    def matches(self, held: Quantity) -> bool:
        """True if this number of a claim stands as `held` in a text: value, unit and inequality do not disagree.

        19.2% equals 0.192; "fell by 0.5" may stand on "-0.5", but "-0.5" not on "0.5".
        """
        if self.side * held.side < 0:
            return False
        if _same(self.value, held.value) or (_same(-self.value, held.value) and self.value > 0):
            return self.unit is None or held.unit is None or self.unit == held.unit
        percent, plain = (self, held) if self.unit == "%" else (held, self)
        shares = percent.unit == "%" and plain.unit is None and not plain.ratio
        return shares and _same(percent.value, plain.value * 100)


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def quantities(text: str) -> list[Quantity]:
    """All numbers of `text`, digits, words and shares, in order; digits inside a name (IL-6, COVID-19, p53) are none.

    The numbers of a share in words are its `parts`.
    """
    flat = text.replace("−", "-").replace("–", "-").replace("—", "-").replace("‐", "-").replace("‑", "-")
    plain = [*_digits(flat), *_number_words(flat)]
    worded = [
        Quantity(flat[start:end], value, None, 0, start, end, parts=_within(plain, start, end), share=True)
        for start, end, value in shares(flat)
    ]
    inner = {part for share in worded for part in share.parts}
    return sorted([*worded, *(one for one in plain if one not in inner)], key=lambda quantity: quantity.start)


def _within(numbers: Iterable[Quantity], start: int, end: int) -> tuple[Quantity, ...]:
    return tuple(number for number in numbers if start <= number.start < end)


def _digits(text: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        before = text[max(0, start - _BEFORE) : start]
        if re.search(r"[^\W\d_]-?$|[^\W\d_][-/]$|\d[.·]$", before):
            continue  # IL-6, p53, H1N1, or the tail of 1.2.3
        after = text[end:]
        unit, consumed = _unit(after)
        attached = after[:1]
        if attached.isalpha() and unit is None and not _ORDINAL.match(after):
            continue  # 6MP, 25OH
        raw = re.sub(r"[,\u2009\u202f\u00a0]", "", match[0]).replace("·", ".")
        negative = bool(re.search(r"(^|[\s(=<>:,])-$", before))
        operator = _OPERATOR.search(before.rstrip("-"))
        side = 0
        if operator:
            side = -1 if operator[1].lower() in _BELOW else 1 if operator[1].lower() in _ABOVE else 0
        value = float(raw) * (-1 if negative else 1)
        ratio = _RATIO.search(before) is not None
        yield Quantity(text[start : end + consumed], value, unit, side, start, end, ratio)


def _unit(after: str) -> tuple[str | None, int]:
    match = _UNIT.match(after)
    if match is None:
        return None, 0
    unit = UNITS.get(re.sub(r"\s+", " ", unicodedata.normalize("NFC", match[1]).lower()))
    unit = unit or UNITS.get(match[1].lower().split("/")[0]) if "/" not in match[1] else unit
    return (unit, match.end()) if unit else (None, 0)


def _number_words(text: str) -> Iterator[Quantity]:
    for start, end, value in spelt(text):
        unit, consumed = _unit(text[end:])
        yield Quantity(text[start : end + consumed], value, unit, 0, start, end)


def missing(claim: str, passages: Iterable[str]) -> list[str]:
    """Numbers of the claim that stand in none of the passages, as written. "One" is a word, not a number."""
    held = [(passage, quantities(passage)) for passage in passages]
    return [
        number.text
        for number in quantities(claim)
        if number.text.lower() != "one" and not any(stands(number, claim, *one) for one in held)
    ]


def stands(number: Quantity, claim: str, passage: str, held: Sequence[Quantity]) -> bool:
    """True if `number` of the claim is one that the passage holds, or is rewritten from one."""
    there = [other for one in held for other in (one, *one.parts)]
    if any(map(number.matches, there)) or any(rewritten(claim, number, passage, other) for other in there):
        return True
    return bool(number.parts) and all(stands(part, claim, passage, held) for part in number.parts)


def displaced(claim: str, passage: str) -> list[str]:
    """Numbers of the claim that stand where the passage has another one, as written.

    Both texts are read as words with every number masked; where a run of equal words with at least two that carry
    meaning lies over each other, a number must be the same on both sides. So two numbers that changed places are
    found, though both stand in the passage.
    """
    mine, my_numbers = _masked(claim)
    theirs, their_numbers = _masked(passage)
    out = []
    for block in SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks():
        if sum(len(word) > 2 and word not in _TEMPLATE for word in mine[block.a : block.a + block.size]) < 2:
            continue
        for i in range(block.size):
            number, others = my_numbers.get(block.a + i), _run(their_numbers, block.b + i)
            if number and others and not stands(number, claim, passage, others):
                out.append(number.text)
    return out


def _run(numbers: dict[int, Quantity], position: int) -> list[Quantity]:
    """The number at a position and those that follow it directly: "2 (33%)" says one thing twice."""
    out: list[Quantity] = []
    while position in numbers:
        out.append(numbers[position])
        position += 1
    return out


_TEMPLATE = STOP | frozenset(
    "confidence interval respectively ratio value among times fold years days months weeks".split()
)
"""Words around any number: "(95% CI # to #)" is the same for all."""


def _masked(text: str) -> tuple[list[str], dict[int, Quantity]]:
    """Normalised words in order with numbers as "#", and the quantity at each such position."""
    numbers = quantities(text)
    items = [(word.start, word.norm, None) for word in words(text) if not _inside(word, numbers)]
    marked = sorted([*items, *((number.start, "#", number) for number in numbers)], key=lambda item: item[0])
    return [norm for _, norm, _ in marked], {i: number for i, (_, _, number) in enumerate(marked) if number}


def _inside(word: Word, numbers: list[Quantity]) -> bool:
    return any(number.start <= word.start < number.end or word.start < number.end <= word.end for number in numbers)
