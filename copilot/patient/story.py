"""Free text, already de-identified, to a context: the note, and the age and sex it opens with."""

from __future__ import annotations

import re
from typing import Literal

from copilot.schema import PatientContext

_AGE = re.compile(r"\b(\d{1,3})[ -]?(?:years?[ -]old|y(?:ear)?s?/?o\b|yo\b|[- ]?year[- ]old)", re.IGNORECASE)
_SEXES: tuple[tuple[Literal["female", "male"], re.Pattern[str]], ...] = (
    ("female", re.compile(r"\b(?:woman|female|lady|girl)\b", re.IGNORECASE)),
    ("male", re.compile(r"\b(?:man|male|gentleman|boy)\b", re.IGNORECASE)),
)


def told(note: str) -> PatientContext:
    """A context with the note, age and sex. Where the text speaks of both sexes, neither is taken."""
    ages = {int(found[1]) for found in _AGE.finditer(note)}
    sexes = [sex for sex, pattern in _SEXES if pattern.search(note)]
    years = ages.pop() if len(ages) == 1 else None
    return PatientContext(
        age=years if years is not None and years <= 130 else None,
        sex=sexes[0] if len(sexes) == 1 else None,
        note=note[:20_000],
    )
