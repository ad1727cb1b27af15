"""What a score asks for, and how an answer to it is read. Nothing that is missing is ever read as "no"."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from retrieval.scores import errors
from retrieval.scores.codelist import CodeList
from retrieval.scores.known import Interval, Known, Value, exact
from retrieval.scores.measures import Measure, measures

_YES_NO = {"yes": True, "no": False, "true": True, "false": False}


@dataclass(frozen=True)
class Flag:
    """A finding that is present or absent. `concepts`: rows of concepts.toml, each of which means "present"."""

    name: str
    label: str
    concepts: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        return "yes or no"

    def ends(self, known: Known | None) -> Iterator[tuple[Value, str]]:
        """What the answer may be, with words for it."""
        yield from ((False, "no"), (True, "yes"))

    def read(self, raw: Any) -> Known:
        """True or False. Raises WrongValue."""
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str) and raw.strip().casefold() in _YES_NO:
            return _YES_NO[raw.strip().casefold()]
        raise errors.WrongValue(f"{errors.named(self.name, self.label)} is yes or no.", (self.name,))

    def candidates(self, known: Known | None, knots: tuple[float, ...]) -> Iterator[Value]:
        """The values at which a score can be lowest or highest."""
        yield from (False, True) if known is None else (exact(known),)


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    name: str
    label: str
    options: tuple[str, ...]

    @property
    def range(self) -> str:
        return f"one of {', '.join(self.options)}"

    def ends(self, known: Known | None) -> Iterator[tuple[Value, str]]:
        """What the answer may be, with words for it."""
        yield from ((option, option) for option in self.options)

    def read(self, raw: Any) -> Known:
        """The option. Raises WrongValue."""
        folded = {option.casefold(): option for option in self.options}
        if isinstance(raw, str) and raw.strip().casefold() in folded:
            return folded[raw.strip().casefold()]
        raise errors.WrongValue(f"{errors.named(self.name, self.label)} is {self.range}.", (self.name,))

    def candidates(self, known: Known | None, knots: tuple[float, ...]) -> Iterator[Value]:
        """The values at which a score can be lowest or highest."""
        yield from self.options if known is None else (exact(known),)


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

    def ends(self, known: Known | None) -> Iterator[tuple[Value, str]]:
        """The least and the most it may be, with words for it."""
        low, high = (known.low, known.high) if isinstance(known, Interval) else (self.low, self.high)
        yield from ((end, f"{end:g} {shown(self.unit)}".strip()) for end in (low, high))

    def read(self, raw: Any) -> Known:
        """The number in this input's unit; an Interval for a value with a comparator.

        `raw` is a bare number in `unit`, or {"value", "unit"?, "comparator"?}. Raises WrongValue, WrongUnit and
        OutOfRange.
        """
        value, unit, comparator = raw, self.unit, None
        if isinstance(raw, dict) and raw.keys() <= {"value", "unit", "comparator"}:
            value, unit, comparator = raw.get("value"), raw.get("unit", self.unit), raw.get("comparator")
        number = _finite(value)
        if number is None:
            raise errors.WrongValue(f"{errors.named(self.name, self.label)} is a number, {self.range}.", (self.name,))
        ucum = self.measure.ucum(unit) if isinstance(unit, str) else None
        if ucum is None:
            units = ", ".join(self.measure.units)
            raise errors.WrongUnit(
                f"The unit of {errors.named(self.name, self.label)} is one of: {units}.", (self.name,)
            )
        kept = self.measure.convert(number, ucum, self.unit)
        if comparator is not None:
            return self._interval(kept, comparator)
        # A bound is meant as it was published: converting it there and back may not push a value over it.
        slack = 1e-3 * (self.high - self.low) if ucum != self.unit else 0.0
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
        return errors.OutOfRange(
            f"{errors.named(self.name, self.label)} is outside {self.range}, the range of this score.", (self.name,)
        )

    def candidates(self, known: Known | None, knots: tuple[float, ...]) -> Iterator[Value]:
        """The values at which a score can be lowest or highest: the ends, and every knot between."""
        if known is not None and not isinstance(known, Interval):
            yield exact(known)
            return
        if known is None and self.optional:
            yield None
            return
        low, high = (known.low, known.high) if isinstance(known, Interval) else (self.low, self.high)
        yield from sorted({low, high} | {knot for knot in knots if low < knot < high})


Input = Flag | Choice | Number | CodeList


def flag(name: str, label: str, *concepts: str) -> Flag:
    """A finding; `concepts` are the rows of concepts.toml that mean it."""
    return Flag(name, label, concepts)


def number(name: str, low: float, high: float, *, unit: str = "", label: str = "", optional: bool = False) -> Number:
    """A quantity of measures.toml, in its first unit unless another is given."""
    measure = measures()[name]
    return Number(name, label or measure.label, unit or measure.unit, low, high, measure, optional)


def _finite(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > sys.float_info.max:
        return None
    return float(value) if math.isfinite(value) else None


def shown(unit: str) -> str:
    """A UCUM unit as people write it."""
    return _SHOWN.get(unit, "" if unit.startswith("{") else unit)


_SHOWN = {
    "1": "", "a": "years", "d": "days", "mm[Hg]": "mmHg", "Cel": "°C", "[pH]": "",
    "mL/min/{1.73_m2}": "mL/min/1.73 m2", "10*9/L": "x 10^9/L",
}  # fmt: skip
