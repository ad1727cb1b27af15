"""Numbers that a dictation spells digit by digit: "medical record number four four eight, one two nine"."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label

_DIGIT = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine)"
_NEXT = rf"(?:[-,. ]{{1,3}}(?:(?:dash|hyphen|slash|dot|double|triple)[ ,]{{1,2}})?{_DIGIT}\b)"
_LINK = r"[^\n.\d]{0,24}?\b"

_FORMS: tuple[tuple[Label, str], ...] = (
    ("SSN", rf"\b(?:ssn|social(?:\s+security)?){_LINK}(?P<x>{_DIGIT}{_NEXT}{{3,}})"),
    ("MRN", rf"\b(?:mrn|medical\s+record|chart|hospital\s+number){_LINK}(?P<x>{_DIGIT}{_NEXT}{{3,}})"),
    (
        "PHONE",
        rf"\b(?:phone|call|cell|mobile|pager|fax|ext(?:ension)?|area\s+code){_LINK}(?P<x>{_DIGIT}{_NEXT}{{3,}})",
    ),
    ("ID", rf"\b(?P<x>{_DIGIT}{_NEXT}{{5,}})"),
)


class SpokenNumbers(Patterns):
    """Six digits in words and more, or four behind a label."""

    labels: ClassVar[tuple[Label, ...]] = ("SSN", "MRN", "PHONE", "ID")
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = tuple(
        (label, re.compile(pattern, re.IGNORECASE)) for label, pattern in _FORMS
    )
