"""What generators, sets, systems and the scorer hand each other. Offsets are Python string indices, end exclusive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from copilot.deid.types import Known, Verdict

NEUTRAL = "NEUTRAL"
"""Label of text that is neither an identifier nor clearly clean (a title, a state, a weekday): hiding it is
neither rewarded nor punished."""


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch of a text."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of generated text; `label` is a category of `copilot.deid.types`, NEUTRAL, or None for plain text."""

    text: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its gold spans. `known` is what a record would say about the people in it."""

    id: str
    text: str
    gold: tuple[Span, ...] = ()
    neutral: tuple[Span, ...] = ()
    kind: str = ""
    known: Known = field(default_factory=Known)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a system would hide, and whether it would let the result through. Systems without verdicts pass all."""

    spans: tuple[Span, ...]
    verdict: Verdict = "pass"


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Span, ...], tuple[Span, ...]]:
    """The text of the pieces, its gold spans and its neutral spans."""
    text: list[str] = []
    gold: list[Span] = []
    neutral: list[Span] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        if piece.label is not None and piece.text:
            (neutral if piece.label == NEUTRAL else gold).append(Span(at, end, piece.label))
        text.append(piece.text)
        at = end
    return "".join(text), tuple(gold), tuple(neutral)
