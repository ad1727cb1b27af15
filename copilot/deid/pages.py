"""Long texts in pieces, so that the time a detector takes grows with their length and no faster."""

from __future__ import annotations

import re
from collections.abc import Iterator

PAGE = 8_000
"""Characters that detectors read at once."""

_RUN = re.compile(r"\S{400,}")
_SEAMS = ("\n\n", "\n", ". ", " ")


def runs(text: str) -> list[tuple[int, int]]:
    """Unbroken runs of characters that are no words: encoded files, keys, damaged text."""
    return [match.span() for match in _RUN.finditer(text)]


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with blanks in the place of `spans`; every other offset stays."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def pages(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of pieces of at most PAGE characters, cut between paragraphs, lines, sentences or words."""
    start = 0
    while len(text) - start > PAGE:
        cuts = (text.rfind(seam, start + PAGE // 2, start + PAGE) for seam in _SEAMS)
        end = next((cut + 1 for cut in cuts if cut > 0), start + PAGE)
        yield start, end
        start = end
    yield start, len(text)
