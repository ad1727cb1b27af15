"""Pass, review or withhold: the one place that decides whether a de-identified text may go on."""

from __future__ import annotations

import re

from copilot.deid import lexicon
from copilot.deid.detect import Detection
from copilot.deid.hits import Cover
from copilot.deid.types import Verdict
from copilot.deid.words import is_lower_case, words

_DEBRIS = 0.12
"""Share of words that no list knows from which a text is taken for a bad scan."""
_LEAST_WORDS = 25
_UNKNOWN, _DISPUTED = 2, 2
"""Words hidden only because no list knows them, and names the detectors disagree about, that ask for a reader."""
_MISREAD = re.compile(r"[ÃÂ][\u0080-\u00bf]|â€[\u0080-\u00ff™œ“”˜]")
_LEAST_MISREAD = 2
"""UTF-8 read as Latin-1; one such pair may be meant."""
_SCANNED = re.compile(
    r"(?<![\w.@/-])(?:[A-Za-z]?[a-z]+[0158][a-z]{2,}|[A-Za-z][a-z]{2,}[0158][a-z]+|[018][a-z]{4,})(?![\w@])"
)


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
    elif len(_MISREAD.findall(text)) >= _LEAST_MISREAD:
        withhold.append("the text was read in the wrong encoding")
    cover = Cover(len(text), [hit for hit, by in detection.hits if by != ("unknown",)])
    left = [word for word in words(text) if len(word.text) > 2 and not cover.touches(word.start, word.end)]
    unknown = sum(
        not lexicon.all_vocabulary(word) and not lexicon.is_proper(word.folded) and not word.upper for word in left
    )
    if len(left) >= _LEAST_WORDS and unknown > _DEBRIS * len(left):
        withhold.append("many words are in no list: a bad scan, or another language")
    if is_lower_case(text) and any(hit.label == "NAME" for hit, _ in detection.hits):
        review.append("written without capitals, and it names people: further names may be hidden in it")
    if _SCANNED.search(text):
        review.append("digits stand inside words: a scan, in which names may be misread")
    if sum(by == ("unknown",) for _, by in detection.hits) >= _UNKNOWN:
        review.append("several words that no list knows were taken for names")
    if detection.disputed >= _DISPUTED:
        review.append("the detectors disagree about several names")
    if models_missing and not rules_suffice:
        review.append("the language models are not installed: rules alone have read it")
    if withhold:
        return "withhold", (*withhold, *review)
    return ("review", tuple(review)) if review else ("pass", ())
