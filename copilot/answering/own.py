"""What a study itself found, told from what its text says of the field before.

A text on mice opens with what is known of people. Behind "In mice: …" that sentence would be wrong, so of texts about
others than the patient only what stands behind the opening can be shown.
"""

from __future__ import annotations

import re

from retrieval.sentences import split

_OPENING = 2
"""Most sentences at the start of an abstract without labels that tell what is known and what is asked; of a short one
at most half do.
"""
_LABEL = re.compile(r"^([A-Z][A-Z/&, -]{2,60}):", re.MULTILINE)
_BEFORE = re.compile(r"BACKGROUND|INTRODUCTION|CONTEXT|OBJECTIVE|AIM|PURPOSE|HYPOTHESIS|RATIONALE|IMPORTANCE")


def is_own(claim: str, text: str) -> bool:
    """True unless `claim` stands word for word in the opening of `text`, or in a section before the methods."""
    at = text.find(claim.rstrip(". "))
    if at < 0:
        return True
    labels = [match for match in _LABEL.finditer(text) if match.start() <= at]
    if labels:
        return not _BEFORE.search(labels[-1][1])
    starts = [start for start, _ in split(text)]
    return at >= starts[min(_OPENING, len(starts) // 2)]
