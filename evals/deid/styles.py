"""How a whole note is written: lower case, capitals, broken lines, a bad scan. Pieces keep their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random

from evals.deid.document import Piece

_SCAN = {
    "l": "1",
    "o": "0",
    "O": "0",
    "0": "O",
    "1": "l",
    "5": "S",
    "m": "rn",
    "e": "c",
    "I": "l",
    "B": "8",
    "h": "b",
}
_SCAN_RATE = 0.04
_BREAK_RATE = 0.07


def styled(pieces: Iterable[Piece], styles: Iterable[str], random: Random) -> Iterator[Piece]:
    """The pieces in the styles. Raises KeyError for an unknown style."""
    changes = [_STYLES[style] for style in styles]
    for piece in pieces:
        text = piece.text
        for change in changes:
            text = change(text, random)
        yield replace(piece, text=text)


def _scan(text: str, random: Random) -> str:
    return "".join(_SCAN.get(letter, letter) if random.random() < _SCAN_RATE else letter for letter in text)


def _wrap(text: str, random: Random) -> str:
    return "".join("\n" if letter == " " and random.random() < _BREAK_RATE else letter for letter in text)


_STYLES = {
    "lower": lambda text, random: text.lower(),
    "upper": lambda text, random: text.upper(),
    "ocr": _scan,
    "wrap": _wrap,
}
