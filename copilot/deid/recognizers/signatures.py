"""Names in what staff writes about staff: "discussed with …", "signed by …", "/s/ …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid.recognizers import naming
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import NAME
from copilot.deid.types import Label

_ACTS = (
    r"(?:(?:signed|dictated|transcribed|reviewed|verified|authored|cosigned|entered|prepared|performed|seen|interpreted|read|witnessed|staffed|"
    r"examined|evaluated|followed|accompanied|referred|recommended|ordered|written|documented|collected|administered|completed|obtained|translated|assisted|taken|brought\s+in)[ \t]+by|"
    r"discussed[ \t]+with|d/w|spoke(?:n)?[ \t]+(?:with|to)|talked[ \t]+(?:with|to)|report[ \t]+(?:given[ \t]+to|called[ \t]+to|to)|given[ \t]+to|handed[ \t]+off[ \t]+to|"
    r"sign(?:ed)?[ \t]+out[ \t]+to|called[ \t]+to|paged|per|met[ \t]+with|f/u[ \t]+with|follow[- ]?up[ \t]+with|appointment[ \t]+with|appt[ \t]+(?:with|w/)|referred[ \t]+to|saw|spoke[ \t]+w/?|d/w|care[ \t]+of|c/o|attn|reported[ \t]+to|notified|contact(?:ed)?|call|cc)"
)
_BY = re.compile(rf"\b(?i:{_ACTS})[ \t:]+(?P<x>{NAME})")
_STARTED = re.compile(rf"\b(?i:started|stopped|ordered|given|held|changed|increased|decreased|placed|removed|drawn|done|called|confirmed)[^\n.;]{{0,24}}?\bby[ \t]+(?P<x>{NAME})")
_THANKS = re.compile(rf"(?i:thanks|thank you|sincerely|regards|respectfully|cheers|yours(?: truly)?|best|love)(?: so much| again)?[,!.]\s+(?P<x>{NAME})[ \t]*(?:$|\n|,)")
_SLASH = re.compile(rf"(?:/s/|\bs/|[-–—]{{1,2}}[ \t]?)(?P<x>{NAME})[ \t]*(?:$|\n|,)")
_SURE = re.compile(r"/s/|signed|dictated|transcribed|cosigned|thanks|thank you|sincerely|regards|respectfully", re.IGNORECASE)


class Signatures(Recognizer):
    labels: ClassVar[tuple[Label, ...]] = ("NAME",)

    def find(self, text: str) -> Iterator[Found]:
        for pattern in (_BY, _STARTED, _THANKS, _SLASH):
            for match in pattern.finditer(text):
                trusted = _SURE.match(match[0]) is not None
                span = naming.trim(text, *match.span("x"), trusted=trusted)
                if span and (trusted or naming.plausible(text, *span)):
                    yield *span, "NAME"
