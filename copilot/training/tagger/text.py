"""A text with labelled stretches, and how it is put together from pieces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

IGNORE = "IGNORE"
"""Label of a stretch that teaches nothing: a state, a country, an organisation."""


class Piece(NamedTuple):
    """A stretch of text; `label` is one of `copilot.deid.tagging.LABELS`, IGNORE, or None for plain text."""

    text: str
    label: str | None = None


class Span(NamedTuple):
    """A labelled stretch of a text; Python string indices, end exclusive."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text and its labelled stretches, in order, disjoint."""

    text: str
    spans: tuple[Span, ...] = ()


def joined(pieces: Iterable[Piece]) -> Example:
    """The example that the pieces make."""
    text: list[str] = []
    spans: list[Span] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        if piece.label is not None and piece.text:
            spans.append(Span(at, end, piece.label))
        text.append(piece.text)
        at = end
    return Example("".join(text), tuple(spans))
