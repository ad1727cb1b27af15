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

_DIMENSIONS = frozenset(
    ("amount", "quality", "effect", "hazard", "safety", "significance", "sign", "activity", "length", "speed")
)
"""Directions that are results. "Men" and "women" or "before" and "after" turned round are other groups."""
_CLOSED = re.compile(
    r"\s*(?:(?:in|among|for|with) [^,?]{1,80},\s*)?"
    r"(?:is|are|was|were|do|does|did|can|could|should|has|have|will|would)\b",
    re.I,
)
"""A question of yes or no. Answers to "which factors" or "what outcomes" may point both ways without a conflict."""
_LEAST_TOPIC = 2
_COMPARATOR = re.compile(
    r"\b(?:compared (?:with|to)|than(?: in| with| for)?|without|versus|vs\.?|relative to|for (?:which|whom)"
    r"|instead of)\b[^,;.]*",
    re.IGNORECASE,
)
"""What a finding is set against: it is not what the finding is about."""
_NULL = re.compile(
    r"\b(?:did not differ|(?:no|without) (?:\w+ )?(?:difference|association|effect|benefit)|unrelated"
    r"|not (?:\w+ )?associated|similar|no better|failed to)\b",
    re.IGNORECASE,
)
"""A finding of nothing, which denies a direction without naming one."""
_ASIDE = re.compile(
    r"\b(?:hypothes\w+|aim\w*|objective|whether|unclear|controvers\w+|background|debate\w*|suspect\w*"
    r"|declined? (?:by|with)|attenuat\w+)\b",
    re.IGNORECASE,
)
"""Marks of a sentence that states no result."""


def conflicts(
    questions: Sequence[str], sentences: Sequence[Sentence], evidence: Sequence[Evidence]
) -> list[Conflict]:
    """One conflict for each shown sentence and each other text that says the opposite of it, both named.

    `questions` are the parts of what was asked. Both sources must name what one part is about, and one turn round a
    direction or negation of the other, in either reading. Precision goes before recall: a conflict that is none costs
    trust, and both sides stand in the evidence either way.
    """
    found: dict[frozenset[str], Conflict] = {}
    for question in questions:
        about = _topic(question)
        if _CLOSED.match(question) and len(about) >= _LEAST_TOPIC:
            _find(about, sentences, evidence, found)
    return list(found.values())


def _find(
    about: frozenset[str],
    sentences: Sequence[Sentence],
    evidence: Sequence[Evidence],
    found: dict[frozenset[str], Conflict],
) -> None:
    """Adds to `found` the conflicts about one thing, by the ids of the two sources."""
    numbers = {item.id: number for number, item in enumerate(evidence, start=1)}
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


def _contrary(claim: str, text: str, about: frozenset[str]) -> str | None:
    """The sentence of `text` that says the opposite of `claim` about the same things."""
    if not _states(claim, about):
        return None
    for start, end in split(text):
        passage = " ".join(text[start:end].split())
        if _states(passage, about) and _opposite(claim, passage):
            return passage
    return None


def _opposite(claim: str, passage: str) -> bool:
    if contradicted(claim, passage) or contradicted(passage, claim):
        return True
    null, other = bool(_NULL.search(claim)), bool(_NULL.search(passage))
    return null != other and _directed(passage if null else claim)


def _directed(finding: str) -> bool:
    return any(mark.dimension in _DIMENSIONS and not mark.denied for mark in marks(finding))


def _states(passage: str, about: frozenset[str]) -> bool:
    """True if a result is stated about all that the question names."""
    if _ASIDE.search(passage) or not about <= set(content_stems(_COMPARATOR.sub(" ", passage))):
        return False
    return bool(_NULL.search(passage)) or any(mark.dimension in _DIMENSIONS for mark in marks(passage))


def _topic(question: str) -> frozenset[str]:
    """Stems of what is asked about, without directions and words that every question has."""
    turned = {stem for mark in marks(question) for stem in content_stems(mark.text)}
    return frozenset(content_stems(question)) - GENERIC - turned - _EMPTY


_EMPTY = frozenset(stem for word in ("use", "against", "disease", "control") for stem in content_stems(word))
