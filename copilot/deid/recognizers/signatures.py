"""Names in what staff writes about staff: "discussed with …", "signed by …", "/s/ …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers import naming
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import NAME, PART, PARTICLE
from copilot.deid.types import Label
from copilot.deid.words import words

_ACTS = (
    r"(?:(?:signed|dictated|transcribed|reviewed|verified|authored|cosigned"
    r"|entered|prepared|performed|seen|interpreted|read|witnessed|staffed"
    r"|"
    r"examined|evaluated|followed|accompanied|referred|recommended|ordered"
    r"|written|documented|collected|administered|completed|obtained|translated"
    r"|assisted|taken|brought\s+in)[ \t]+by|"
    r"discussed[ \t]+with|d/w|spoke(?:n)?[ \t]+(?:with|to)|talked[ \t]+(?:with"
    r"|to)|report[ \t]+(?:given[ \t]+to|called[ \t]+to|to)|given[ \t]+to"
    r"|handed[ \t]+off[ \t]+to|"
    r"sign(?:ed)?[ \t]+out[ \t]+to|called[ \t]+to|paged|per|met[ \t]+with"
    r"|f/u[ \t]+with|follow[- ]?up[ \t]+with|appointment[ \t]+with|appt[ "
    r"\t]+(?:with|w/)|referred[ \t]+to|saw|spoke[ \t]+w/?|d/w|care[ \t]+of"
    r"|c/o|attn|reported[ \t]+to|notified|contact(?:ed)?|call|cc)"
)
_BY = re.compile(rf"\b(?i:{_ACTS})[ \t:]+(?P<x>{NAME})")
_STARTED = re.compile(
    rf"\b(?i:started|stopped|ordered|given|held|changed|increased|decreased"
    rf"|placed|removed|drawn|done|called|confirmed)[^\n.;]{{0,24}}?\bby[ "
    rf"\t]+(?P<x>{NAME})"
)
_THANKS = re.compile(
    rf"(?i:thanks|thank you|sincerely|regards|respectfully|cheers|yours(?: "
    rf"truly)?|best|love)(?: so much| again)?[,!.]\s+(?P<x>{NAME})[ \t]*(?:$"
    rf"|\n|,)"
)
_PER_LOWER = re.compile(
    r"\b(?:per|d/w|paged|spoke[ \t]+w(?:/|ith)?|notified|call(?:ed)?)[ \t]+(?P<x>[a-z'’-]{3,}"
    r")(?=[,.;]|[ \t]+(?:at|re|and|ok)\b)"
)
_SAID_LOWER = re.compile(
    r"(?:^|[.;,\n][ \t]*)(?P<x>[a-z'’-]{3,})[ \t]+(?:following|updated|aware"
    r"|notified|informed|paged|at[ \t]+bedside)\b"
)
_END_LOWER = re.compile(r"[.\n][ \t]*(?P<x>[a-z'’-]{3,})\s*\Z")
_AGED_LOWER = re.compile(
    r"(?m)^(?P<x>[a-z'’-]{3,}(?:,?[ \t][a-z'’-]+)?)[ \t]+\d{1,3}[- ]?(?:yo[mf]?|y/o|year[- ]old|yrs?[- ]old)\b"
)
_BEFORE_AGE = re.compile(
    r"\b(?P<x>[a-z'’-]{2,}(?:[ \t][a-z'’-]{2,}){0,2}),?[ \t]+(?:\(?\d{1,3}[- "
    r"]?(?:yo[mf]?\b|y/o|y\.o|years?[- ]old|yrs?[- ]old)|mrn\b|dob\b)"
)
_LOGIN = re.compile(
    r"\b(?:printed|entered|logged|accessed|viewed|edited|saved)\b[^\n]{0,30}\bby[ \t:]+(?P<x>[a-z][a-z.]{2,}\d*)\b"
)
_LABELLED = re.compile(rf"\blabell?ed[ \t]*[:,]?[ \t]*[\"“](?P<x>(?:{PARTICLE}[ \t]+)?{NAME})")
_SPEAKS = re.compile(
    r"(?:^|[.:\n]|\bthat\b|\bstates\b)[ \t]*(?P<x>[A-Z][a-z'’-]{2,})[ \t]+(?:feels"
    r"|states|says|denies|thinks|wants|has[ \t]+had|has[ \t]+been|is[ \t]+feeling"
    r"|lives|was[ \t]+seen)\b"
)
_SYMPTOMS = frozenset(
    (
        "pain heart kidney blood bone rash head hand hands back shin skull "
        "foot bowel colon toe pains cramp finger nail case cases water child "
        "stone wall post price power care"
    ).split()
)
_SLASH = re.compile(rf"(?:/s/[ \t]*|\bs/[ \t]*|(?:^|[\s])[-–—]{{1,2}}[ \t]?)(?P<x>{NAME})[ \t]*(?:$|\n|,)")
_FOOT = re.compile(rf"\n[ \t]*\n[ \t]*(?P<x>{PART}(?:\s(?:{PARTICLE}\s)?{PART}){{1,2}})\s*\Z")
"""A name alone in the last paragraph."""
_SURE = re.compile(
    r"/s/|signed|dictated|transcribed|cosigned|thanks|thank you|sincerely|regards|respectfully", re.IGNORECASE
)


class Signatures(Recognizer):
    labels: ClassVar[tuple[Label, ...]] = ("NAME", "ID")

    def find(self, text: str) -> Iterator[Found]:
        for pattern in (_BY, _STARTED, _THANKS, _SLASH, _FOOT):
            for match in pattern.finditer(text):
                trusted = _SURE.match(match[0]) is not None
                span = naming.trim(text, *match.span("x"), trusted=trusted)
                if span and (trusted or naming.plausible(text, *span)):
                    yield *span, "NAME"
        for match in _SPEAKS.finditer(text):
            word = words(match["x"])[0]
            if lexicon.any_name(word) and word.folded not in _SYMPTOMS and not naming.is_role(word.folded):
                yield *match.span("x"), "NAME"
        for match in _BEFORE_AGE.finditer(text):
            tail = list(words(match["x"]))
            while tail and (
                naming.is_role(tail[0].folded) or (lexicon.all_vocabulary(tail[0]) and not lexicon.any_name(tail[0]))
            ):
                tail.pop(0)
            if tail and all(lexicon.any_name(word) or not lexicon.all_vocabulary(word) for word in tail):
                yield match.start("x") + tail[0].start, match.start("x") + tail[-1].end, "NAME"
        for match in _LABELLED.finditer(text):
            if span := naming.trim(text, *match.span("x"), trusted=False):
                yield *span, "NAME"
        yield from ((*match.span("x"), "ID") for match in _LOGIN.finditer(text))
        for pattern in (_PER_LOWER, _SAID_LOWER, _END_LOWER, _AGED_LOWER):
            for match in pattern.finditer(text):
                word = words(match["x"])[0]
                if not naming.is_role(word.folded) and (lexicon.any_name(word) or not lexicon.all_vocabulary(word)):
                    yield *match.span("x"), "NAME"
