"""Names spelt aloud: "K O W A L C Z Y K", "k-e-s-s", "o b i hyphen g r i f f i n"."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label

_LETTERS = r"(?:[^\W\d_](?:[ -]| hyphen | dash | apostrophe )){%d,}[^\W\d_]"


class Spelt(Patterns):
    """Single letters in a row: five of them, or three where the words before say that a name is spelt."""

    labels: ClassVar[tuple[Label, ...]] = ("NAME",)
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = (
        ("NAME", re.compile(rf"(?<![\w-]){_LETTERS % 4}(?![\w-])", re.IGNORECASE)),
        (
            "NAME",
            re.compile(
                r"\b(?:spel(?:led|t|ling|ls?)|surname|last name|first name|that['’]?s)\s+(?:it\s+)?"
                rf"(?:is\s+)?(?:as\s+)?(?:[^\W\d_]{{2,}}\s+)?(?P<x>{_LETTERS % 2})(?![\w-])",
                re.IGNORECASE,
            ),
        ),
    )
