"""A question for a dose is answered only where a cited source states one."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ASKED = re.compile(
    r"\b(?:what|which|optimal|right|correct|recommended|starting|maximum|initial) (?:\w+ ){0,3}(?:dose|dosage"
    r"|dosing)\b"
    r"|\bhow (?:much|many (?:mg|milligrams?|tablets?|units?|ml))\b.{0,60}\b(?:give|take|inject|administer"
    r"|infuse|prescribe)"
    r"|\bdose of\b.{0,80}\b(?:for|in) (?:this|my|the|a|an)\b",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?:mg|mcg|µg|μg|g|ml|mL|IU|U|units?|mmol|mEq|drops|tablets?|puffs?|Gy)\b(?!/d?l\b)"
    r"(?!\s?/\s?(?:m|d)?L\b)"
)


def asks_dose(question: str) -> bool:
    """True if the answer to `question` is a dose."""
    return bool(_ASKED.search(question))


def states_dose(texts: Iterable[str]) -> bool:
    """True if one of the texts names an amount of a drug; a concentration in blood (mg/dL) is none."""
    return any(_STATED.search(text) for text in texts)
