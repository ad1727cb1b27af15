"""Text in pieces of about a screen, cut between paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from retrieval.sentences import split

SCREEN = 3000
"""Characters that a clinician can read without losing the place."""


def group(paragraphs: Iterable[str], limit: int = SCREEN) -> Iterator[str]:
    """Consecutive paragraphs, one a line, joined to pieces of at most `limit` characters.

    A longer paragraph is cut between sentences; a single longer sentence stays whole.
    """
    piece = ""
    for part in _short(paragraphs, limit):
        if piece and len(piece) + 1 + len(part) > limit:
            yield piece
            piece = ""
        piece = f"{piece}\n{part}" if piece else part
    if piece:
        yield piece


def _short(paragraphs: Iterable[str], limit: int) -> Iterator[str]:
    for paragraph in paragraphs:
        if len(paragraph) <= limit:
            yield paragraph
            continue
        start, end = 0, 0
        for _, stop in split(paragraph):
            if end > start and stop - start > limit:
                yield paragraph[start:end].strip()
                start = end
            end = stop
        yield paragraph[start:].strip()
