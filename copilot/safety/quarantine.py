"""Texts that carry instructions to the tool are left out before a model reads them, and named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from copilot.safety.steer import steers
from retrieval.evidence import Evidence


class Quarantine(NamedTuple):
    """The evidence that may be read, and what was set aside, both in their order."""

    kept: list[Evidence]
    aside: list[Evidence]


def quarantine(evidence: Sequence[Evidence]) -> Quarantine:
    """Sets aside every text that tries to steer the tool: an attacker may say the rest of it, too."""
    kept: list[Evidence] = []
    aside: list[Evidence] = []
    for item in evidence:
        (aside if any(steers(part, read=True) for part in (item.title, item.text)) else kept).append(item)
    return Quarantine(kept, aside)
