"""Is what was found good enough to draft from? Otherwise the answer is "no evidence", and it says what is missing."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from copilot.verify.words import Word, content_stems, words
from retrieval.evidence import Evidence

DocumentFrequency = Callable[[str], int]
"""Number of indexed texts that contain a word."""

_GENERIC = frozenset(
    content_stems(
        "patient patients people adults person case cases evidence risk factor factors effect effects role impact "
        "association relationship known know say says show does best better good new recent current study studies "
        "literature not no data treatment therapy outcome outcomes clinical question answer summarize tell explain"
    )
)
"""Stems that say what is asked, not about what."""


@dataclass(frozen=True)
class Limits:
    """Chosen on development questions: `benchmarks/relevance.py` draws the curves."""

    #: weighted share of the question's topic words that stand in a text
    overlap: float = 0.5
    #: cosine similarity of question and text that counts as on topic together with `overlap`
    cosine: float = 0.35
    #: cosine similarity that counts alone
    cosine_alone: float = 0.62
    #: texts an index must have before a word it never contains says something about the word
    vocabulary_from: int = 2000


@dataclass(frozen=True)
class Relevance:
    """The evidence that is on topic, and the question's words that no indexed text contains."""

    on_topic: list[Evidence]
    unknown: list[str]


def judge(
    question: str, evidence: Sequence[Evidence], df: DocumentFrequency, records: int, limits: Limits | None = None
) -> Relevance:
    """Keeps the evidence that is about the question, in its order."""
    limits = limits or Limits()
    topic = _topic(question)
    weights = {word.stem: math.log(1 + records / (1 + df(word.norm))) for word in topic}
    unknown = [word.text for word in topic if records >= limits.vocabulary_from and df(word.norm) == 0]
    kept = [item for item in evidence if _about(item, weights, limits)]
    return Relevance([] if unknown else kept, unknown)


def _topic(question: str) -> list[Word]:
    chosen: dict[str, Word] = {}
    for word in words(question):
        if word.content and word.stem not in _GENERIC:
            chosen.setdefault(word.stem, word)
    return list(chosen.values())


def _about(item: Evidence, weights: dict[str, float], limits: Limits) -> bool:
    cosine = item.rank.dense if item.rank.dense is not None else 0.0
    if cosine >= limits.cosine_alone:
        return True
    held = set(content_stems(f"{item.title} {item.text}"))
    total = sum(weights.values())
    overlap = sum(weight for stem, weight in weights.items() if stem in held) / total if total else 0.0
    near = cosine >= limits.cosine if item.rank.dense is not None else True
    return overlap >= limits.overlap and near
