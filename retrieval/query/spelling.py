"""Typing errors of a question, put right against the words of the index: only where no doubt is left, and said.

A word that neither the index nor the general vocabulary knows becomes the word of the index that is nearest in
optimal string alignment (insertion, deletion, substitution, two neighbours changed over; Boytsov, ACM JEA 2011;16),
if one is clearly the nearest. Four in five slips are one such step (Damerau, CACM 1964;7:171).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

Frequency = Callable[[str], int]
"""In how many indexed texts a word stands, in any of its forms."""
Known = Callable[[str], bool]
"""Is this, in lower case, a word or a name at all?"""

_WORD = re.compile(r"(?<![\w-])[A-Za-z][a-z]{4,}(?![\w-])")
"""Five letters or more. Capitals, digits and compounds are codes and names more often than slips."""
_TWO_STEPS_FROM = 8
"""Letters from which two steps still leave a word to be recognised."""
_CLEARLY = 20
"""How many times more texts than its rival the nearest word must stand in, where several are as near."""
_MOST = 50
_NAMED = re.compile(r"(?:mab|nib|vir|olol|pril|sartan|statin|xaban|azole|cillin|mycin|gliptin|gliflozin|parin|grel)$")
"""Endings of drug names (WHO's stem book): two steps lead from one drug to another."""


class Correction(NamedTuple):
    """A word as it was typed, and as it is read."""

    typed: str
    read: str


class Spelling(NamedTuple):
    """A question as it is read, and what was changed in it."""

    text: str
    corrections: tuple[Correction, ...] = ()

    @property
    def said(self) -> list[str]:
        """For the reader."""
        return [f"“{typed}” was read as “{read}”" for typed, read in self.corrections]


def respelled(question: str, frequency: Frequency, known: Known, vocabulary: Collection[str]) -> Spelling:
    """`question` with its typing errors put right.

    Args:
        frequency: of the index that is searched; a word it has is never changed.
        known: nor is one of these.
        vocabulary: words in lower case, of which one that the index has may take the place.
    """
    found = {}
    for typed in dict.fromkeys(_WORD.findall(question)):
        word = typed.lower()
        if not frequency(word) and not known(word) and (read := _nearest(word, frequency, vocabulary)):
            found[typed] = read.capitalize() if typed[0].isupper() else read
    text = question
    for typed, read in found.items():
        text = re.sub(rf"(?<![\w-]){re.escape(typed)}(?![\w-])", read, text)
    return Spelling(text, tuple(Correction(typed, read) for typed, read in found.items()))


def _nearest(word: str, frequency: Frequency, vocabulary: Collection[str]) -> str | None:
    """The one clear word of the index within one step, or two of a long word that keep its first letter."""
    steps = 1 if len(word) < _TWO_STEPS_FROM or _NAMED.search(word) else 2
    near = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=steps, limit=_MOST)
    ranked = [(distance, frequency(other), other) for other, distance, _ in near]
    for step in range(1, steps + 1):
        at_step = sorted(
            ((count, other) for distance, count, other in ranked if distance == step and count), reverse=True
        )
        if step == 2:
            at_step = [one for one in at_step if one[1][0] == word[0]]
        if at_step:
            return _clear(at_step)
    return None


def _clear(candidates: list[tuple[int, str]]) -> str | None:
    """The most frequent word, if every rival is one of its own forms or far rarer."""
    (most, word), *rivals = candidates
    forms = [other for count, other in rivals if count == most and _same_stem(word, other)]
    if any(count * _CLEARLY > most for count, other in rivals if other not in forms):
        return None
    return min((word, *forms), key=len)


def _same_stem(one: str, other: str) -> bool:
    """Roughly: forms of one word share all but their ending. The index counts them together."""
    shared = min(len(one), len(other)) - 3
    return one[:shared] == other[:shared]
