"""Sources that find the opposite: each shown sentence against the texts it does not cite."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.draft.relevance import GENERIC
from copilot.schema import Conflict, Sentence
from copilot.verify.direction import contradicted, marks
from copilot.verify.words import content_stems
from retrieval.evidence import Evidence
from retrieval.sentences import split

_DIMENSIONS = frozenset(("amount", "quality", "effect", "hazard", "safety", "significance", "sign"))
"""Directions that are results. "Men" and "women" or "before" and "after" turned round are other groups."""
_CLOSED = re.compile(r"\s*(?:is|are|was|were|do|does|did|can|could|should|has|have|will|would)\b", re.I)
"""A question of yes or no. Answers to "which factors" or "what outcomes" may point both ways without a conflict."""
_LEAST_TOPIC = 2
_ASIDE = re.compile(
    r"\b(?:hypothes\w+|aim\w*|objective|whether|unclear|controvers\w+|background|debate\w*|suspect\w*"
    r"|declined? (?:by|with)|attenuat\w+)\b",
    re.IGNORECASE,
)
"""Marks of a sentence that states no result."""


def conflicts(question: str, sentences: Sequence[Sentence], evidence: Sequence[Evidence]) -> list[Conflict]:
    """One conflict for each shown sentence and each other text that says the opposite of it, both named.

    Both must name what the question is about, and one turn round a direction or negation of the other, in either
    reading. Precision goes before recall: a conflict that is none costs trust, and both sides stand in the evidence
    either way.
    """
    about = _topic(question)
    if not _CLOSED.match(question) or len(about) < _LEAST_TOPIC:
        return []
    numbers = {item.id: number for number, item in enumerate(evidence, start=1)}
    found: dict[frozenset[str], Conflict] = {}
    for sentence in sentences:
        mine = sentence.citations[0].evidence
        claim = " ".join(citation.quote for citation in sentence.citations)
        for item in evidence:
            pair = frozenset((mine, item.id))
            if item.id in {citation.evidence for citation in sentence.citations} or pair in found:
                continue
            if (passage := _contrary(claim, item.text, about)) is not None:
                text = f"[{numbers[mine]}] finds otherwise than [{numbers[item.id]}], which says: “{passage}”"
                found[pair] = Conflict(text=text, evidence=[mine, item.id])
    return list(found.values())


def _contrary(claim: str, text: str, about: frozenset[str]) -> str | None:
    """The sentence of `text` that says the opposite of `claim` about the same things."""
    if not _states(claim, about):
        return None
    for start, end in split(text):
        passage = " ".join(text[start:end].split())
        if _states(passage, about) and (contradicted(claim, passage) or contradicted(passage, claim)):
            return passage
    return None


def _states(passage: str, about: frozenset[str]) -> bool:
    """True if a result is stated about all that the question names."""
    if _ASIDE.search(passage) or not about <= set(content_stems(passage)):
        return False
    return any(mark.dimension in _DIMENSIONS for mark in marks(passage))


def _topic(question: str) -> frozenset[str]:
    """Stems of what is asked about, without directions and words that every question has."""
    turned = {stem for mark in marks(question) for stem in content_stems(mark.text)}
    return frozenset(content_stems(question)) - GENERIC - turned
