"""A question for a dose is answered only where a cited source states one."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ASKED = re.compile(
    r"\b(?:what|which|optimal|right|correct|recommended|starting|maximum|initial) "
    r"(?:(?!high|low|does\b|do\b)\w+ ){0,3}(?:dose|dosage|dosing)\b"
    r"(?![- ](?:response|dependen\w+|related|relation\w*|escalation|effect))"
    r"|^(?!.*\b(?:high|low)[- ]dos)\w[\w -]{2,40} (?:dose|dosage|dosing) (?:in|for|with|after)\b"
    r"|\bhow (?:should|is|are|do (?:you|i|we)) (?:\w+ ){1,4}dosed?\b"
    r"|\bhow much (?:\w+ ){1,2}(?:for|in|should|is needed|per)\b"
    r"|\bhow (?:much|many (?:mg|milligrams?|tablets?|units?|ml))\b.{0,60}\b(?:give|take|inject|administer"
    r"|infuse|prescribe)"
    r"|\bdose of\b.{0,80}\b(?:for|in) (?:this|my|the|a|an)\b",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?:mg|mcg|µg|μg|g|ml|mL|IU|U|units?|mmol|mEq|drops|tablets?|puffs?|Gy)\b"
    r"(?!\s?(?:/|per)\s?(?:[mdμµ]?[lL]|min|litre|liter)\b)(?!(?:/day)? of (?:protein|blood|albumin|packed|red))"
)


def asks_dose(question: str) -> bool:
    """True if the answer to `question` is a dose."""
    return bool(_ASKED.search(question))


def states_dose(texts: Iterable[str]) -> bool:
    """True if one of the texts names an amount of a drug; a concentration in blood (mg/dL) is none."""
    return any(_STATED.search(text) for text in texts)
