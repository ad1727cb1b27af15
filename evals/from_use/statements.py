"""Does a sentence say a statement? By words, numbers and negation: no model judges, and a paraphrase is missed."""

from __future__ import annotations

from copilot.verify.words import content_stems
from evals.second_judge import bare, numbers

ENOUGH = 0.8
"""Share of the statement's content words that a sentence must hold: inflection and small words may differ."""
_NOT = frozenset("no not never without neither nor none".split())


def says(sentence: str, statement: str) -> bool:
    """True if `sentence` has the numbers, the negations and enough of the words of `statement`."""
    shown, wanted = (bare(text).replace("n't", " not") for text in (sentence, statement))
    words = set(content_stems(wanted)) - _NOT
    held = words & set(content_stems(shown))
    same_numbers = set(numbers(wanted)) <= set(numbers(shown))
    return bool(words) and len(held) >= ENOUGH * len(words) and same_numbers and _negated(shown) == _negated(wanted)


def _negated(text: str) -> bool:
    return not _NOT.isdisjoint(text.lower().split())
