"""Is what was found good enough to draft from, and does a sentence answer at all? Otherwise: "no evidence"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from copilot.verify.words import Word, content_stems, words
from retrieval.evidence import Evidence
from retrieval.query.parts import bare_question
from retrieval.query.understand import understand

DocumentFrequency = Callable[[str], int]
"""Number of indexed texts that contain a word."""

SLOPE, INTERCEPT = 6.5, -6.8
"""Log-odds that a text answers, from its closeness: logistic regression on SciFact's training claims with and without
their cited abstracts (`python -m benchmarks.sufficiency`)."""
P = 0.12
"""Least probability of a text that is drafted from, a point on the curves in docs/evals/relevance.md: a closeness of
0.74, which keeps 96% of PubMedQA's own abstracts and some 5% of their two nearest neighbours."""
SENTENCE = 0.7
"""Least closeness of a sentence that is shown: keeps 52% of PubMedQA's conclusion sentences, many of which do not
answer, and 3% of the three nearest foreign ones (the same command). At 0.5 it was 74% and 29%: a clinician is served
better by "I can't say" than by a true sentence about something else."""
WORDS_ALONE = 0.5
"""Least overlap where no encoder is installed."""
VOCABULARY = 2000
"""Texts an index must have before a word it never contains says something about the word."""

GENERIC = frozenset(
    content_stems(
        "patient patients people adults person case cases evidence risk factor factors effect effects role impact "
        "association relationship known know say says show does best better good new recent current study studies "
        "literature not no data treatment therapy outcome outcomes clinical question answer summarize tell explain"
    )
)
"""Stems that say what is asked, not about what."""

SAYS_ENOUGH = 3
"""Content words of a question that can be judged without what is told around it: "What is the risk of bleeding?", of
somebody with AF, cannot."""

_SHORTHAND = re.compile(r"\d+\w{0,5}|[A-Z][A-Za-z]{1,4}\d[a-z]?")
"""What clinicians write together, as "78yo", "5mg" or "CKD3b": that no text has it says nothing."""


def _chosen(question: str) -> dict[str, Word]:
    """Content words by stem."""
    chosen: dict[str, Word] = {}
    for word in words(question):
        if word.content and word.stem not in GENERIC:
            chosen.setdefault(word.stem, word)
    return chosen


@dataclass(frozen=True)
class Relevance:
    """The evidence that is on topic, and the question's words that no indexed text contains."""

    on_topic: list[Evidence]
    unknown: list[str]


class Topic:
    """What a question is about: its content words, weighted by how rare they are among `records` texts.

    `own` is the question without what is told of a patient around it, where it says enough alone: then a text needs
    to hold no more than its words.
    """

    def __init__(self, question: str, df: DocumentFrequency, records: int) -> None:
        chosen, bare = _chosen(question), bare_question(question)
        asking = _chosen(bare)
        self.own, own = (bare, asking) if len(asking) >= SAYS_ENOUGH else (question, chosen)
        self._weights = {stem: math.log(1 + records / (1 + df(word.norm))) for stem, word in chosen.items()}
        self._readings = (chosen.keys(), own.keys())
        self.query = understand(question)
        self._others: dict[str, list[frozenset[str]]] = {}
        for said, name in self.query.added:
            for stem in content_stems(said):
                self._others.setdefault(stem, []).append(frozenset(content_stems(name)))
        unheard = [
            word
            for stem, word in chosen.items()
            if df(word.norm) == 0 and stem not in self._others and not _SHORTHAND.fullmatch(word.text)
        ]
        self.unknown = [word.text for word in unheard] if records >= VOCABULARY else []

    def closeness(self, text: str, cosine: float | None) -> float | None:
        """Cosine similarity plus half the share of the question's weight whose words stand in `text`; 0 to 1.5.

        None where there is neither: no encoder, and too few of the words.
        """
        overlap = self.overlap(text)
        if cosine is None:
            return 0.5 + 0.5 * overlap if overlap >= WORDS_ALONE else None
        return cosine + 0.5 * overlap

    def overlap(self, text: str) -> float:
        """The share of the question's weight whose words, or another name of what they name, stand in `text`."""
        held = set(content_stems(text))
        met = {stem for stem in self._weights if stem in held or self._named(stem, held)}
        return max(self._weight(met & stems) / (self._weight(stems) or 1.0) for stems in self._readings)

    def _weight(self, stems: AbstractSet[str]) -> float:
        return sum(self._weights[stem] for stem in stems)

    def _named(self, stem: str, held: set[str]) -> bool:
        return any(name <= held for name in self._others.get(stem, ()))

    def judge(self, evidence: Sequence[Evidence]) -> Relevance:
        """Keeps the evidence that is about the question, in its order; none if a word of it is unknown."""
        kept = [item for item in evidence if self._about(item)]
        return Relevance([] if self.unknown else kept, self.unknown)

    def probability(self, text: str, cosine: float | None) -> float:
        """How likely `text` answers, 0 to 1, from its closeness."""
        closeness = self.closeness(text, cosine)
        return 0.0 if closeness is None else 1 / (1 + math.exp(-(INTERCEPT + SLOPE * closeness)))

    def _about(self, item: Evidence) -> bool:
        return self.probability(f"{item.title} {item.text}", item.rank.dense) >= P

    def bears(self, sentence: str, cosine: float | None) -> bool:
        """True if the sentence is close enough to the question to be part of an answer."""
        closeness = self.closeness(sentence, cosine)
        return cosine is None or (closeness is not None and closeness >= SENTENCE)
