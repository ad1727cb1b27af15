"""Does a question ask the tool to act: to order, prescribe, write to a record, send or call?"""

from __future__ import annotations

import re

_POLITE = (
    r"(?:(?:please|kindly|now|ok(?:ay)?|then|and|,)\s*)*(?:(?:can|could|will|would) you (?:please "
    r"|kindly )?)?(?:please |i want you to |i need you to )?"
)
_ALWAYS = r"(?:prescribe|e-?mail|fax|book|schedule|page|refill|renew|submit|cancel|dispense|administer)"
_WITH_OBJECT = (
    r"(?:order|send|call|add|delete|remove|update|change|edit|enter|refer|discharge|admit|start|stop|increase"
    r"|decrease|sign|phone|"
    r"message|notify|transfer|document|record|put|set|print|request)"
)
_OBJECT = (
    r"(?:\d+(?:\.\d+)? ?(?:mg|mcg|µg|g|ml|units?)\b|(?:the|this|that|these|his|her|my|our|last|a|an)\b|patient"
    r"|chart|record|list"
    r"|room \d|penicillin)"
)
_EXCEPT = re.compile(r"\?\s*$")
_ACT = re.compile(
    rf"^{_POLITE}(?:{_ALWAYS} (?!(?:antibiotics|opioids) (?:for|versus|or)\b)"
    rf"|{_WITH_OBJECT}\b(?: \w+){{0,2}}? {_OBJECT})",
    re.IGNORECASE,
)
_OF_ONE = re.compile(
    r"\bplease\b|\bfor (?:me|him|her|us|this|that|the|my|our)\b"
    r"|\b(?:the|this|that|these|those|his|her|my|our|last|room \d+)\b",
    re.IGNORECASE,
)
"""Of somebody or something in particular: "Can you start a statin in pregnancy?" asks whether one may."""
_ASKED = re.compile(r"^(?:(?:can|could|will|would) you|please)\b", re.IGNORECASE)
_EVIDENCE = re.compile(
    r"\b(?:evidence|versus|vs|or|studies|trials?|literature|guidelines?|risks?|outcomes?|mortality|drugs in)\b",
    re.IGNORECASE,
)


def asked_to_act(question: str) -> bool:
    """True for a command that a knowledge tool must not take; a question about such an act is none."""
    text = " ".join(question.split())
    if not _ACT.match(text) or _EVIDENCE.search(text):
        return False
    return not _EXCEPT.search(text) or (bool(_ASKED.match(text)) and bool(_OF_ONE.search(text)))
