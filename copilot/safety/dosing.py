"""A question for a dose is answered only where a cited source states one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from copilot.verify.words import content_stems
from retrieval.sentences import split

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


def states_dose(question: str, texts: Iterable[str]) -> bool:
    """True if a sentence of one of the texts names an amount, and beside it a word that the question asks about.

    A concentration in blood (mg/dL) is no dose, and neither is the dose of another drug.
    """
    asked = set(content_stems(question)) - _ANY
    sentences = (text[start:end] for text in texts for start, end in split(text))
    return any(_STATED.search(one) and asked & set(content_stems(one)) for one in sentences)


_ANY = frozenset(
    content_stems(
        "dose doses dosed dosage dosing dosages starting recommended optimal maximum initial right correct mg mcg ml "
        "units tablets daily day twice patient patients adult adults year years old take taken give given start "
        "treatment therapy"
    )
)
"""Stems that any question for a dose may have."""
