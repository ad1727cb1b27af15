"""Ages of 90 and more, and what gives them away (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label

_I = re.IGNORECASE
_OLD = r"(?:9\d|1[01]\d)"
_WORDS = (
    r"(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|one\s+hundred(?:\s+(?:and\s+)?(?:one|two|three|four|five|six|seven"
    r"|eight|nine|ten))?)"
)
_UNIT = r"(?:years?|yrs?\.?|y)(?:[-\s]?(?:old|of\s+age|o\b))"
_NOT_A_BOUND = r"(?<![≥>≤<=.\d/-])(?<!over )(?<!than )(?<!above )(?<!below )(?<!under )(?<!least )(?<!to )(?<!aged ≥)"


class OldAges(Patterns):
    """An old age in figures or words; a bound such as "over 90 years" says nothing of a person."""

    labels: ClassVar[tuple[Label, ...]] = ("AGE",)
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = tuple(
        ("AGE", re.compile(pattern, _I))
        for pattern in (
            (
                rf"{_NOT_A_BOUND}\b(?:{_OLD}|{_WORDS})[-\s]*(?:{_UNIT}|y/o|y\.o\.?|yo\b"
                rf"|yrs?\b(?=\s+(?:male|female|man|woman|lady|m\b|f\b)))(?!\w)"
            ),
            (
                rf"\b(?:aged?|age\s+of|age\s+is|turn(?:s|ed|ing)|age\s*[:=/]|is|was)\s*[:=]?\s*(?P<x>{_OLD}"
                rf"|{_WORDS})(?=\s*(?:$|[,.;)\n/]|years?\s+old|yrs?\b|y\b|and\s+(?:has"
                rf"|lives)|at\s+(?:the\s+time|death|diagnosis)|when|with|who))(?!\s*(?:%"
                rf"|mg|bpm|/\d|\.\d))"
            ),
            (
                rf"{_NOT_A_BOUND}\b{_OLD}\s?(?:F|M|female|male|woman|man|lady|gentleman)\b(?=\s+(?:with"
                rf"|who|presents?|presenting|admitted|w/|c/o|here|s/p|in|from|hx|h/o"
                rf"|pmh)|\s*[,.;:]|\s*$)"
            ),
            r"\bin\s+(?:his|her|their)\s+(?:early\s+|mid[- ]?|late\s+)?(?P<x>nineties|90['’]?s)\b",
            r"\b(?:centenarian|nonagenarian|supercentenarian)\b(?!s)",
        )
    )

    def holds(self, text: str, match: re.Match[str]) -> bool:
        cue = match[0].lower()
        if cue.startswith(("is", "was")):
            # "HR is 92," is no age: somebody must be old
            subject = text[max(0, match.start() - 24) : match.start()].lower()
            return re.search(r"\b(?:she|he|patient|pt|mother|father|who|age)\s*$", subject) is not None
        return True
