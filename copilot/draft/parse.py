"""A draft as it streams: whole sentences with the evidence numbers they cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retrieval.sentences import split

_MARKERS = re.compile(r"\s*\[(\d{1,2}(?:\s*[,;–-]\s*\d{1,2})*)\]")
_LEADING = re.compile(r"(?:\[\d{1,2}(?:\s*[,;–-]\s*\d{1,2})*\]\s*)+[.;]?\s*")
NO_ANSWER = re.compile(r"\bevidence (?:provided )?(?:does|do) not answer\b", re.IGNORECASE)
"""The sentence the drafter was trained to say when nothing answers."""


@dataclass(frozen=True)
class Drafted:
    """One drafted sentence: its text without markers, and the numbers it cites in order."""

    claim: str
    cited: tuple[int, ...]


def stream_sentences(chunks: Iterable[str]) -> Iterator[Drafted]:
    """Sentences of a streamed draft, each as soon as the next one has begun."""
    text, given = "", 0
    for chunk in chunks:
        text += chunk
        units = _units(text)
        for unit in units[given:-1]:
            given += 1
            if drafted := parse(unit):
                yield drafted
    for unit in _units(text)[given:]:
        if drafted := parse(unit):
            yield drafted


def _units(text: str) -> list[str]:
    """Sentences with their markers; a marker that follows the full stop belongs to the sentence before it."""
    units: list[str] = []
    for start, end in split(text):
        piece = text[start:end]
        leading = _LEADING.match(piece)
        if leading and units:
            units[-1] += leading[0]
            piece = piece[leading.end() :].strip()
        if piece:
            units.append(piece)
    return units


def parse(unit: str) -> Drafted | None:
    """The claim and its citations; None for a piece without words."""
    cited: list[int] = []
    for match in _MARKERS.finditer(unit):
        for part in re.split(r"[,;]", match[1]):
            ends = [int(number) for number in re.split(r"[–-]", part)]
            cited.extend(range(ends[0], ends[-1] + 1) if ends[-1] - ends[0] < 10 else ends)
    claim = re.sub(r"\s+([.;,])", r"\1", _MARKERS.sub("", unit)).strip()
    claim = " ".join(claim.split())
    if not re.search(r"\w", claim):
        return None
    return Drafted(claim, tuple(dict.fromkeys(cited)))
