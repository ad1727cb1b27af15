"""Vehicle identification numbers and number plates."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label

_PLATE = (
    r"(?:[A-Z]{2,3}[- ]?\d{2,4}(?:[- ]?[A-Z]{1,3}(?:[- ]?\d{1,4})?)?|[A-Z][- ]?\d{3}[- ]?[A-Z]{2,3}"
    r"|\d{1,4}[- ]?[A-Z]{2,3}(?:[- ]?\d{1,4})?)"
)
"""Letters and digits in groups, as the plates of most countries have them."""


class Vehicles(Patterns):
    """A VIN by its shape (ISO 3779), a plate by its label. "plate" ends as a word: "platelet" is blood."""

    labels: ClassVar[tuple[Label, ...]] = ("VEHICLE",)
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = (
        ("VEHICLE", re.compile(r"\b(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-HJ-NPR-Z0-9]{17}\b")),
        (
            "VEHICLE",
            re.compile(
                r"\b(?:car|truck|van|sedan|suv|motorcycle|vehicle)\b(?:\s+(?:tag|reg(?:istration)?))?\s*[:#]?\s*"
                r"(?P<x>(?=[A-Z0-9 -]*[A-Z]{2})(?=[A-Z0-9 -]*\d{2})[A-Z0-9]{2,4}[- ]?[A-Z0-9]{2,5})\b(?![-\w])"
            ),
        ),
        (
            "VEHICLE",
            re.compile(
                r"\b(?:licen[sc]e\s+plates?|(?:number|registration|vehicle|car)\s+plates?"
                r"|plates?|license\s+tag|vehicle\s+tag)\b"
                r"(?:\s+(?:number|no\.?|is|was|reads?|reading))?\s*[:#]?\s*"
                r"(?P<x>(?:(?i:[A-Z]{2})\s+)?(?=[A-Z0-9 -]{0,7}\d)[A-Z0-9]{1,4}(?:[- "
                r"]?[A-Z0-9]{1,4}){1,2}|[A-Z]{5,8})(?![a-z\w])",
            ),
        ),
        (
            "VEHICLE",
            re.compile(
                r"\b(?:licen[sc]e\s+plates?|lic\.?\s+plates?|plates?|tag|(?:car|vehicle)\s+reg(?:istration)?|number\s+plates?"
                r"|reg(?:istration)?\.?(?:\s*(?:no\.?|number|mark|plate))?)(?!\w)"
                rf"(?:\s+(?:number|no\.?|is|was|reads?))?\s*[:#]?\s*(?!(?:of|in|for|by|at|to|and|snp)\b)(?P<x>{_PLATE})\b(?![-\w])",
                re.IGNORECASE,
            ),
        ),
        (
            "VEHICLE",
            re.compile(
                r"\bVIN\b(?:\s*(?:number|no\.?|#|is|end(?:ing|s)(?:\s+in)?|last\s+\w+(?:\s+digits)?))*\s*[:#]?\s*"
                r"(?P<x>(?=[A-Z]*\d)[A-HJ-NPR-Z0-9]{4,17}(?:[ -](?=[A-Z]*\d)[A-HJ-NPR-Z0-9]{3,10}){0,3})\b",
                re.IGNORECASE,
            ),
        ),
    )

    def holds(self, text: str, match: re.Match[str]) -> bool:
        """ "Plates 96" counts blood or bones; a plate has a letter or four digits."""
        found = match["x"] if "x" in match.re.groupindex else match[0]
        return any(map(str.isalpha, found)) or sum(map(str.isdigit, found)) >= 4
