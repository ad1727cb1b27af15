"""What a study itself found, told from what its text says of the field before.

A text on mice opens with what is known of people. Behind "In mice: …" that sentence would be wrong, so of texts about
others than the patient only what stands behind the opening can be shown.
"""

from __future__ import annotations

import re

from retrieval.sentences import split

_OPENING = 2
"""Sentences at the start of an abstract without labels that tell what is known and what is asked."""
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
    return at >= split(text)[: _OPENING + 1][-1][0] if len(split(text)) > _OPENING else True
