"""Numbers that a dictation spells: "medical record number four four eight", "next visit ten slash four"."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label

_DIGIT = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine)"
_NEXT = rf"(?:[-,. ]{{1,3}}(?:(?:dash|hyphen|slash|dot|double|triple)[ ,]{{1,2}})?{_DIGIT}\b)"
_DAY = (
    rf"(?:(?:six|seven|eigh|nine)teen|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty(?:[- ]{_DIGIT})?"
    rf"|thirty(?:[- ]one)?|{_DIGIT})\b"
)
_WHEN = r"(?:visit|appointment|seen|born|birthday|birth|dated?|dob|on|since|until|from|by)"
"""A cue must stand before: "pain seven slash ten" is a score."""
_LINK = r"[^\n.\d]{0,24}?\b"

_FORMS: tuple[tuple[Label, str], ...] = (
    ("SSN", rf"\b(?:ssn|social(?:\s+security)?){_LINK}(?P<x>{_DIGIT}{_NEXT}{{3,}})"),
    ("MRN", rf"\b(?:mrn|medical\s+record|chart|hospital\s+number){_LINK}(?P<x>{_DIGIT}{_NEXT}{{3,}})"),
    (
        "PHONE",
        rf"\b(?:phone|call|cell|mobile|pager|fax|ext(?:ension)?|area\s+code){_LINK}(?P<x>{_DIGIT}{_NEXT}{{3,}})",
    ),
    ("DATE", rf"\b{_WHEN}[:,]?\s+(?P<x>{_DAY}\s+slash\s+{_DAY}(?:\s+slash(?:\s+{_DAY}){{1,3}})?)"),
    ("ID", rf"\b(?P<x>{_DIGIT}{_NEXT}{{5,}})"),
)


class SpokenNumbers(Patterns):
    """Six digits in words and more, or four behind a label; a day behind a cue."""

    labels: ClassVar[tuple[Label, ...]] = ("SSN", "MRN", "PHONE", "DATE", "ID")
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = tuple(
        (label, re.compile(pattern, re.IGNORECASE)) for label, pattern in _FORMS
    )
