"""Vehicle identification numbers and number plates."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label


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
    )
