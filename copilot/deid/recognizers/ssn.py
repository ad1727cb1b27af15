"""Social security numbers, "invalid" ones too: a typing error still points at a person."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label

_LABEL = (
    r"\b(?:ssn?|ss\s?#|soc(?:ial)?\.?\s*sec(?:urity)?)(?:\s*(?:number|no\.?"
    r"|num|#))?\s*(?:is|was|end(?:ing|s)(?:\s+in)?|last\s+(?:four|4)(?:\s+digits)?(?:\s+of|\s+are|\s+is)?)?\s*[:#=]?\s*"
)


class SocialSecurity(Patterns):
    """By shape, or by label with whatever digits follow; masked ones keep four digits and count."""

    labels: ClassVar[tuple[Label, ...]] = ("SSN",)
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = (
        ("SSN", re.compile(r"(?<![\w-])\d{3}([- .])\d{2}\1\d{4}(?![\w-])")),
        ("SSN", re.compile(_LABEL + r"(?P<x>[\dxX*•][\dxX*• .-]{2,14}\d)", re.IGNORECASE)),
        ("SSN", re.compile(r"(?<!\w)[xX*•]{3}[- ]?[xX*•]{2}[- ]?\d{4}\b")),
        (
            "SSN",
            re.compile(
                r"\b(?:ssn|social)\s*(?:\w+\s+){0,2}(?P<x>\d{4})\s*\(?last\s+(?:four|4)\b",
                re.IGNORECASE,
            ),
        ),
        (
            "SSN",
            re.compile(
                r"\blast\s+(?:four|4)(?:\s+(?:digits|of\s+(?:ssn|social)))?\s*(?:are|is|:)?\s*(?P<x>\d{4})\b",
                re.IGNORECASE,
            ),
        ),
    )
