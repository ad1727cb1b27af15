"""What the combined score is read from: the model's odds, the words that are covered, and the votes of the rules."""

from __future__ import annotations

import math
from collections.abc import Mapping

from copilot.verify.negation import NEGATOR
from copilot.verify.words import content_stems, coverage, words
from retrieval.sentences import split

VOTES = ("numbers", "places", "names", "direction", "population", "altered")
"""Rules whose outcome is a feature: 1 if the rule found something wrong."""
NAMES = ("model", "words", "sentence", "whole", "denied", "length", *VOTES)
_FURTHEST = 8.0


def features(claim: str, text: str, checks: Mapping[str, bool | float | str], probability: float) -> dict[str, float]:
    """Values by the names in `NAMES`.

    `checks` are the outcomes of the rules with `words`, the share of the claim's words in its spans; `probability` is
    what the model gives, read as log odds.
    """
    stems = set(content_stems(claim))
    held = [len(stems & set(content_stems(text[start:end]))) for start, end in split(text)]
    values = {
        "model": logit(probability),
        "words": float(checks["words"]),
        "sentence": max(held, default=0) / max(1, len(stems)),
        "whole": coverage(claim, text),
        "denied": float(any(word.norm in NEGATOR for word in words(claim))),
        "length": math.log1p(len(stems)),
    }
    return values | {rule: float(checks.get(rule) is False) for rule in VOTES}


def logit(probability: float) -> float:
    """Log odds, held within ±8."""
    if not 0 < probability < 1:
        return math.copysign(_FURTHEST, probability - 0.5)
    return max(-_FURTHEST, min(_FURTHEST, math.log(probability / (1 - probability))))
