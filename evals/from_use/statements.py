"""Does a sentence say a statement? By words, numbers and direction: no model judges, and a paraphrase is missed.

Who does what to whom is not seen: "A lowered B" and "B lowered A" have the same words.
"""

from __future__ import annotations

from copilot.verify.direction import contradicted
from copilot.verify.words import content_stems
from evals.second_judge import bare, numbers

ENOUGH = 0.8
"""Share of the statement's content words that a sentence must hold: inflection and small words may differ."""


def says(sentence: str, statement: str) -> bool:
    """True if `sentence` has the numbers and enough of the words of `statement`, and turns none of them round."""
    shown, wanted = (bare(text).replace("n't", " not") for text in (sentence, statement))
    words = set(content_stems(wanted))
    enough = len(words & set(content_stems(shown))) >= ENOUGH * len(words)
    same_numbers = set(numbers(wanted)) <= set(numbers(shown))
    return bool(words) and enough and same_numbers and not contradicted(wanted, shown)
