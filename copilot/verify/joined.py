"""Two half sentences made into one: the subject of a finding with what the text says of something else.

Every word stands in the text, so neither coverage nor a small model sees it; the seam does.
"""

from __future__ import annotations

from collections.abc import Sequence

from copilot.verify.words import words
from retrieval.sentences import split

_PART = 3
"""Words each half must have."""
_LINKS = frozenset("and but or while whereas nor which that also".split())
"""Words at a seam that join two findings openly."""


def joined(claim: str, text: str) -> str | None:
    """The words on both sides of the seam, if the claim is a piece of one sentence followed by a piece of another."""
    mine = [word.norm for word in words(claim)]
    if len(mine) < 2 * _PART:
        return None
    theirs = [[word.norm for word in words(text[start:end])] for start, end in split(text)]
    heads = max((_run(mine, sentence) for sentence in theirs), default=0)
    if not _PART <= heads <= len(mine) - _PART:
        return None
    for seam in range(heads, _PART - 1, -1):
        if not {mine[seam - 1], mine[seam]} & _LINKS and any(_holds(sentence, mine[seam:]) for sentence in theirs):
            return f"{mine[seam - 1]} … {mine[seam]}"
    return None


def _run(mine: Sequence[str], sentence: Sequence[str]) -> int:
    """The longest start of `mine` that stands in the sentence word for word."""
    longest = 0
    for start in range(len(sentence)):
        size = 0
        while size < len(mine) and start + size < len(sentence) and mine[size] == sentence[start + size]:
            size += 1
        longest = max(longest, size)
    return longest


def _holds(sentence: Sequence[str], part: Sequence[str]) -> bool:
    size = len(part)
    return any(sentence[start : start + size] == list(part) for start in range(len(sentence) - size + 1))
