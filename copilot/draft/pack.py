"""Packing: the part of each evidence text a small model reads, numbered, within its window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.verify.words import content_stems
from retrieval.evidence import Evidence
from retrieval.sentences import split

_FINDING = re.compile(
    r"\b(conclu\w+|suggest\w*|indicat\w+|associat\w+|increas\w+|decreas\w+|reduc\w+|higher|lower|risk|predict\w*"
    r"|mortality|significant\w*|odds|hazard|ratio|effective\w*|improv\w+|recommend\w*|should)\b|%|\bp\s*[<=]",
    re.IGNORECASE,
)
PASSAGE_WORDS = 115
"""Words of a text per passage: what the drafter was trained with."""
PROMPT_WORDS = 850
"""Words of all passages together: about 1,400 tokens, the length the drafter was trained up to."""


@dataclass(frozen=True)
class Passage:
    """What the model reads of `evidence`: whole sentences of `text[start:end]`, on one line. `number` is from 1."""

    number: int
    evidence: Evidence
    start: int
    end: int

    @property
    def is_computed(self) -> bool:
        """True for cohort statistics and scores: chosen by rule for this patient, and worded as the drafter knows."""
        return self.evidence.kind in ("cohort", "score")

    @property
    def text(self) -> str:
        """The sentences without section labels, joined by spaces."""
        window = self.evidence.text[self.start : self.end]
        return " ".join(" ".join(window[start:end].split()) for start, end in split(window))

    def render(self) -> str:
        """The numbered line of the prompt."""
        title = "" if self.is_computed else " ".join(self.evidence.title.split()).rstrip(". ")
        return f"[{self.number}] {title}. {self.text}" if title else f"[{self.number}] {self.text}"


def pack(question: str, evidence: Sequence[Evidence], first: int = 1) -> list[Passage]:
    """One passage per evidence text, numbered from `first` in the given order, as many as fit the window."""
    passages: list[Passage] = []
    budget = PROMPT_WORDS
    for item in evidence:
        window = head(item.text) if item.kind in ("cohort", "score") else best_window(question, item.text)
        if window is None:
            continue
        passage = Passage(len(passages) + first, item, *window)
        budget -= len(passage.render().split())
        if budget < 0 and passages:
            break
        passages.append(passage)
    return passages


def render(passages: Sequence[Passage]) -> str:
    """The evidence block of the prompt."""
    return "\n".join(passage.render() for passage in passages)


def best_window(question: str, text: str, limit: int = PASSAGE_WORDS) -> tuple[int, int] | None:
    """Offsets of the run of whole sentences, up to `limit` words, that says most about the question.

    A sentence counts for the question's words it has and for the marks of a finding; of two equal runs the
    longer, then the later wins, because conclusions come last. None for a text without a sentence.
    """
    sentences = split(text)
    if not sentences:
        return None
    asked = set(content_stems(question))
    sizes = [len(text[start:end].split()) for start, end in sentences]
    values = [_value(text[start:end], asked, i / len(sentences)) for i, (start, end) in enumerate(sentences)]
    best, best_rank = (0, 0), (-1.0, 0)
    for i in range(len(sentences)):
        words, value = 0, 0.0
        for j in range(i, len(sentences)):
            words += sizes[j]
            if words > limit and j > i:
                break
            value += values[j]
            if (value, words) >= best_rank:
                best, best_rank = (i, j), (value, words)
    return sentences[best[0]][0], sentences[best[1]][1]


def head(text: str, limit: int = PASSAGE_WORDS) -> tuple[int, int] | None:
    """Offsets of the first whole sentences, up to `limit` words and at least one; None for a text without any."""
    sentences = split(text)
    end = 0
    for _, stop in sentences:
        if end and len(text[:stop].split()) > limit:
            break
        end = stop
    return (0, end) if sentences else None


def _value(sentence: str, asked: set[str], position: float) -> float:
    overlap = len(asked & set(content_stems(sentence))) / len(asked) if asked else 0.0
    finding = min(len(_FINDING.findall(sentence)), 3) / 3
    return (overlap + 0.5 * finding) * (1 + position)
