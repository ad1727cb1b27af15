"""Ships, and units of armed forces: an employer that few people share."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label

_NAME = r"[A-Z][\w'’-]+(?:[ \t][A-Z][\w'’-]+){0,2}"
_SHIP = rf"\b(?:HM(?:A|C|NZ)?S|USN?S|USCGC|RFA)[ \t]+{_NAME}"
_TRADER = rf"\b(?i:on|off|aboard|board|from|of|ex|the)[ \t]+(?P<x>(?:INS|M/?[VT]|F/V)[ \t]+{_NAME})"
"""A word before "MV" tells a motor vessel from a mitral valve."""
_ABOARD = rf"\b(?i:aboard|on[ \t]board)[ \t]+(?:the[ \t]+)?(?P<x>{_NAME})"
_ARM = (
    r"(?i:rifles|infantry|inf|fusiliers|guards|dragoons|hussars|lancers|cavalry|artillery|engineers|signals|marines"
    r"|paras?|commando|battalion|bn|regiment|regt|brigade|bde|squadron|sqn|flotilla|wing|field ambulance)"
)
_UNIT = (
    r"(?<![\w/.-])\d{1,3}(?:[/-]\d{1,3})?(?:st|nd|rd|th|ST|ND|RD|TH)?[ \t]+"
    rf"(?:[A-Z][\w'’]+[ \t]+){{0,2}}{_ARM}\b"
)


class Forces(Patterns):
    """A ship behind its prefix, a unit by its number and arm: "MV Coral Meridian", "45 Sqn", "2/19th Rifles"."""

    labels: ClassVar[tuple[Label, ...]] = ("FACILITY",)
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = tuple(
        ("FACILITY", re.compile(pattern)) for pattern in (_SHIP, _TRADER, _ABOARD, _UNIT)
    )

    def holds(self, text: str, match: re.Match[str]) -> bool:
        """A capital must say that a name is meant: "3 paras below", "2 wing sutures" name no unit."""
        return any(word[0].isupper() or word[-2:] in ("th", "nd", "rd", "st") for word in match[0].split())
