"""Pass, review or withhold: the one place that decides whether a de-identified text may go on."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.deid import lexicon
from copilot.deid.detect import Detection
from copilot.deid.hits import Cover
from copilot.deid.types import Verdict
from copilot.deid.words import is_lower_case, words

_DEBRIS = 0.12
"""Share of words that no list knows from which a text is taken for a bad scan."""
_LEAST_WORDS = 25


def judge(
    text: str, detection: Detection, *, models_missing: int, rules_suffice: bool
) -> tuple[Verdict, tuple[str, ...]]:
    """Verdict and reasons; no reason quotes the text.

    Args:
        models_missing: how many of the two language models are not installed.
        rules_suffice: the settings let rules alone pass a text.
    """
    if not text.strip():
        return "pass", ()
    withhold, review = list[str](), list[str]()
    if "\x00" in text or "\ufffd" in text:
        withhold.append("the text is damaged: it holds null or replacement characters")
    cover = Cover(len(text), [hit for hit, by in detection.hits if by != ("unknown",)])
    left = [word for word in words(text) if len(word.text) > 2 and not cover.touches(word.start, word.end)]
    unknown = sum(
        not lexicon.all_vocabulary(word) and not lexicon.is_proper(word.folded) and not word.upper for word in left
    )
    if len(left) >= _LEAST_WORDS and unknown > _DEBRIS * len(left):
        withhold.append("many words are in no list: a bad scan, or another language")
    if is_lower_case(text) and _names_unsure(detection):
        review.append("written without capitals, and it names people: further names may be hidden in it")
    if detection.disputed >= 3:
        review.append("the detectors disagree about several names")
    if models_missing and not rules_suffice:
        review.append("the language models are not installed: rules alone have read it")
    if withhold:
        return "withhold", (*withhold, *review)
    return ("review", tuple(review)) if review else ("pass", ())


def _names_unsure(detection: Detection) -> bool:
    """Names that only lists and models found, in a text that gives no other sign of them."""
    soft: Sequence[object] = [hit for hit, _ in detection.hits if hit.label == "NAME" and not hit.firm]
    return len(soft) >= 2
