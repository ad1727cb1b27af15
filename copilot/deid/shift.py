"""Dates moved by a keyed number of whole weeks per patient, or cut to the year; written as they were."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from copilot.deid.keys import derive
from copilot.deid.recognizers.months import MONTH, MONTHS

DateMode = Literal["shift", "year_only"]

_MOST_WEEKS = 104
_OLDEST = 89
"""Years back from which a date would tell an age of 90 or more (45 CFR 164.514(b)(2)(i)(C))."""

_PLAIN_YEAR = 2023  # no leap day, so that every month and day exists
_NUMBERS = re.compile(r"(\d+)(\s?[-/.]\s?)(\d+)(?:(\s?[-/.]\s?)(\d+))?")
_WORDED = re.compile(
    (
        rf"(?P<a>\d{{1,4}})?(?P<g1>(?:st|nd|rd|th)?[^\w]*(?:of\s+)?)(?P<m>{MONTH})(?P<g2>\.?[^\w]*"
        rf")(?P<b>\d{{1,4}})?(?P<g3>(?:st|nd|rd|th)?[^\w'’]*['’]?)(?P<c>\d{{2,4}})?"
    ),
    re.IGNORECASE,
)


def weeks_back(key: bytes, patient: str) -> int:
    """How many weeks this patient's dates move: always back, 1 to 104, so that none lies in the future."""
    return 1 + int.from_bytes(derive(key, "date shift", patient)[:8], "big") % _MOST_WEEKS


def shift(text: str, weeks: int, mode: DateMode, today: date) -> str:
    """A date text in the same form, `weeks` earlier; what cannot be read becomes "[DATE]".

    A date of 90 or more years ago loses everything but that.
    """
    found = _parse(text)
    if found is None:
        years = re.findall(r"(?:18|19|20)\d\d", text)
        return years[0] if years and mode == "year_only" and int(years[0]) > today.year - _OLDEST else "[DATE]"
    year, month, day, write = found
    if year is not None and year <= today.year - _OLDEST:
        return f"[before {today.year - _OLDEST}]"
    if mode == "year_only":
        return str(year) if year is not None else "[DATE]"
    try:
        moved = date(year or _PLAIN_YEAR, month, day) - timedelta(weeks=weeks)
    except ValueError:
        return "[DATE]"
    return write(moved)


_Parsed = tuple[int | None, int, int, Callable[[date], str]]


def _parse(text: str) -> _Parsed | None:
    return _numeric(text) or _worded(text)


def _numeric(text: str) -> _Parsed | None:
    match = _NUMBERS.fullmatch(text.replace("'", "").replace("’", ""))
    if match is None:
        return None
    first, gap, second, gap2, third = match.groups()
    if third is None:
        if len(second) == 4:  # month and year
            return int(second), int(first), 15, lambda d: f"{_like(first, d.month)}{gap}{d.year}"
        if int(second) <= 31 and int(first) <= 12:
            return (
                None
                if int(second) == 0
                else (None, int(first), int(second), lambda d: f"{_like(first, d.month)}{gap}{_like(second, d.day)}")
            )
        return _century(int(second)), int(first), 15, lambda d: f"{_like(first, d.month)}{gap}{d.year % 100:02d}"
    if len(first) == 4:
        return (
            int(first),
            int(second),
            int(third),
            lambda d: f"{d.year}{gap}{_like(second, d.month)}{gap2}{_like(third, d.day)}",
        )
    year = int(third) if len(third) == 4 else _century(int(third))
    short = len(third) < 4
    if int(first) > 12:  # day first
        return (
            year,
            int(second),
            int(first),
            lambda d: f"{_like(first, d.day)}{gap}{_like(second, d.month)}{gap2}{_year(d, short=short)}",
        )
    return (
        year,
        int(first),
        int(second),
        lambda d: f"{_like(first, d.month)}{gap}{_like(second, d.day)}{gap2}{_year(d, short=short)}",
    )


def _worded(text: str) -> _Parsed | None:
    match = _WORDED.search(text)
    if match is None:
        return None
    a, b, c, name = match["a"], match["b"], match["c"], match["m"]
    head, tail = text[: match.start()], text[match.end() :]
    if re.search(r"[^\W\d_]{4,}", tail):
        return None  # a year in words
    head = re.sub(r"[A-Za-z]+\.?,?\s*$", "", head) if not a else head
    month = MONTHS[name.lower()]
    day, year = (a, b) if a and len(a) < 3 else (b, c)
    if a and len(a) == 4:
        year, day = a, b
    elif not a and b and len(b) == 4:
        day, year = None, b
    number = int(day) if day else 15
    full = None if not year else (int(year) if len(year) == 4 else _century(int(year)))

    def write(d: date) -> str:
        out = {"day": _like(day, d.day) if day else "", "year": _year(d, short=len(year) < 4) if year else ""}
        spelled = _month_like(name, d, spaced=" " in text)
        if a and len(a) == 4:
            return f"{head}{out['year']}{match['g1']}{spelled}{match['g2']}{out['day']}{tail}"
        if a:
            return f"{head}{out['day']}{_ordinal(match['g1'], d.day)}{spelled}{match['g2']}{out['year']}{tail}"
        if day is None:
            return f"{head}{spelled}{match['g2']}{out['year']}{tail}"
        return f"{head}{spelled}{match['g2']}{out['day']}{_ordinal(match['g3'], d.day)}{out['year']}{tail}"

    return full, month, number, write


def _ordinal(gap: str, day: int) -> str:
    end = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return re.sub(r"^(?:st|nd|rd|th)", end, gap, flags=re.IGNORECASE)


def _month_like(name: str, d: date, *, spaced: bool) -> str:
    full = d.strftime("%B")
    spelled = (
        full if len(name) > 4 or name.lower() in ("june", "july") or (spaced and name.lower() == "may") else full[:3]
    )
    if name.isupper():
        return spelled.upper()
    return spelled.lower() if name.islower() else spelled


def _like(old: str | None, number: int) -> str:
    return (
        f"{number:02d}"
        if (old and len(old) == 2 and old.startswith("0")) or (old and len(old) == 2 and number < 10)
        else str(number)
    )


def _year(d: date, *, short: bool) -> str:
    return f"{d.year % 100:02d}" if short else str(d.year)


def _century(year: int) -> int:
    """Two digits as written today: up to 30 in this century."""
    return 2000 + year if year <= 30 else 1900 + year
