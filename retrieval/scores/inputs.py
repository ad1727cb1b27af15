"""What a score asks for, and how an answer to it is read. Nothing that is missing is ever read as "no"."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from retrieval.scores import errors
from retrieval.scores.measures import Measure, measures

Value = bool | float | str | frozenset[str] | None
"""None only for an optional number: its publication has a term for "not measured"."""

_YES_NO = {"yes": True, "no": False, "true": True, "false": False}
MOST, LEAST = "+", "-"
"""In a list of codes that may be incomplete: whatever further diagnoses give the highest, or the lowest, score."""


@dataclass(frozen=True)
class Interval:
    """A number known only to lie between two bounds, both included: a laboratory's "< 5", an age of "90 or older"."""

    low: float
    high: float


@dataclass(frozen=True)
class AtLeast:
    """A list of codes that may be incomplete."""

    codes: frozenset[str]


Known = Value | Interval | AtLeast
"""What is known of one input. Where nothing is known, there is no entry."""


@dataclass(frozen=True)
class Flag:
    """A finding that is present or absent. `concepts`: rows of concepts.toml, each of which means "present"."""

    name: str
    label: str
    concepts: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        return "yes or no"

    def read(self, raw: Any) -> Known:
        """True or False. Raises WrongValue."""
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str) and raw.strip().casefold() in _YES_NO:
            return _YES_NO[raw.strip().casefold()]
        raise errors.WrongValue(f"{_named(self)} is yes or no.", (self.name,))

    def candidates(self, known: Known | None, knots: tuple[float, ...]) -> Iterator[Value]:
        """The values at which a score can be lowest or highest."""
        yield from (False, True) if known is None else (_exact(known),)


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    name: str
    label: str
    options: tuple[str, ...]

    @property
    def range(self) -> str:
        return f"one of {', '.join(self.options)}"

    def read(self, raw: Any) -> Known:
        """The option. Raises WrongValue."""
        folded = {option.casefold(): option for option in self.options}
        if isinstance(raw, str) and raw.strip().casefold() in folded:
            return folded[raw.strip().casefold()]
        raise errors.WrongValue(f"{_named(self)} is {self.range}.", (self.name,))

    def candidates(self, known: Known | None, knots: tuple[float, ...]) -> Iterator[Value]:
        """The values at which a score can be lowest or highest."""
        yield from self.options if known is None else (_exact(known),)


@dataclass(frozen=True)
class Number:
    """A quantity within the bounds that the score was made for, in `unit`, one of its measure's.

    `optional`: the publication itself says how to calculate without it.
    """

    name: str
    label: str
    unit: str
    low: float
    high: float
    measure: Measure
    optional: bool = False

    @property
    def range(self) -> str:
        return f"{self.low:g} to {self.high:g} {shown(self.unit)}".strip()

    def read(self, raw: Any) -> Known:
        """The number in this input's unit; an Interval for a value with a comparator.

        `raw` is a bare number in `unit`, or {"value", "unit"?, "comparator"?}. Raises WrongValue, WrongUnit and
        OutOfRange.
        """
        value, unit, comparator = raw, self.unit, None
        if isinstance(raw, dict) and raw.keys() <= {"value", "unit", "comparator"}:
            value, unit, comparator = raw.get("value"), raw.get("unit", self.unit), raw.get("comparator")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise errors.WrongValue(f"{_named(self)} is a number, {self.range}.", (self.name,))
        if unit not in self.measure.units:
            units = ", ".join(self.measure.units)
            raise errors.WrongUnit(f"The unit of {_named(self)} is one of: {units}.", (self.name,))
        kept = self.measure.convert(float(value), unit, self.unit)
        if comparator is not None:
            return self._interval(kept, comparator)
        # A bound is meant as it was published: converting it there and back may not push a value over it.
        slack = 1e-3 * (self.high - self.low) if unit != self.unit else 0.0
        if not self.low - slack <= kept <= self.high + slack:
            raise self._outside()
        return min(max(kept, self.low), self.high)

    def _interval(self, value: float, comparator: str) -> Known:
        if comparator not in ("<", "<=", ">", ">="):
            raise errors.WrongValue(f"The comparator of {self.name} is <, <=, > or >=.", (self.name,))
        below = comparator.startswith("<")
        low, high = (self.low, min(value, self.high)) if below else (max(value, self.low), self.high)
        if low > high:
            raise self._outside()
        return Interval(low, high)

    def _outside(self) -> errors.OutOfRange:
        return errors.OutOfRange(f"{_named(self)} is outside {self.range}, the range of this score.", (self.name,))

    def candidates(self, known: Known | None, knots: tuple[float, ...]) -> Iterator[Value]:
        """The values at which a score can be lowest or highest: the ends, and every knot between."""
        if known is not None and not isinstance(known, Interval):
            yield _exact(known)
            return
        if known is None and self.optional:
            yield None
            return
        low, high = (known.low, known.high) if isinstance(known, Interval) else (self.low, self.high)
        yield from sorted({low, high} | {knot for knot in knots if low < knot < high})


@dataclass(frozen=True)
class CodeList:
    """Diagnoses as ICD-10 codes, with or without the dot."""

    name: str
    label: str

    @property
    def range(self) -> str:
        return "a list of ICD-10 codes"

    def read(self, raw: Any) -> Known:
        """`raw` is a list of codes, or {"at_least": [...]} where there may be more. Raises WrongValue."""
        partial = isinstance(raw, dict) and raw.keys() == {"at_least"}
        codes = raw["at_least"] if partial else raw
        if not isinstance(codes, list) or not all(isinstance(code, str) and _is_icd10(code) for code in codes):
            raise errors.WrongValue(f"{_named(self)} is a list of ICD-10 codes.", (self.name,))
        plain = frozenset(code.strip().upper().replace(".", "") for code in codes)
        return AtLeast(plain) if partial else plain

    def candidates(self, known: Known | None, knots: tuple[float, ...]) -> Iterator[Value]:
        """The codes that are known, with the further ones that give the lowest and the highest score."""
        if known is not None and not isinstance(known, AtLeast):
            yield _exact(known)
            return
        codes = known.codes if known is not None else frozenset[str]()
        yield from (codes | {LEAST}, codes | {MOST})


Input = Flag | Choice | Number | CodeList


def flag(name: str, label: str, *concepts: str) -> Flag:
    """A finding; `concepts` are the rows of concepts.toml that mean it."""
    return Flag(name, label, concepts)


def number(name: str, low: float, high: float, *, unit: str = "", label: str = "", optional: bool = False) -> Number:
    """A quantity of measures.toml, in its first unit unless another is given."""
    measure = measures()[name]
    return Number(name, label or measure.label, unit or measure.unit, low, high, measure, optional)


def shown(unit: str) -> str:
    """A UCUM unit as people write it."""
    return _SHOWN.get(unit, "" if unit.startswith("{") else unit)


_SHOWN = {
    "1": "", "a": "years", "d": "days", "mm[Hg]": "mmHg", "Cel": "°C", "[pH]": "",
    "mL/min/{1.73_m2}": "mL/min/1.73 m2", "10*9/L": "x 10^9/L",
}  # fmt: skip


def _named(one: Input) -> str:
    return one.name if one.name == one.label else f"{one.name} ({one.label})"


def _is_icd10(code: str) -> bool:
    plain = code.strip().upper().replace(".", "")
    return 3 <= len(plain) <= 7 and plain[0].isalpha() and plain[1].isdigit() and plain.isalnum() and plain.isascii()


def _exact(known: Known) -> Value:
    assert not isinstance(known, (Interval, AtLeast))
    return known
