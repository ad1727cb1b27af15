"""How a whole note is written: lower case, capitals, broken lines, a bad scan. Pieces keep their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random

from evals.deid.document import NEUTRAL, Piece

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
_SMEAR = {"rn": "m", "cl": "d", "vv": "w", "ii": "u"}
_STROKES = {"l": "|", "t": "f", "a": "o", "8": "3", "6": "G", "g": "9", "Z": "2", ".": ",", "u": "ii", "D": "O"}
_FAX_RATE = 0.03
_LONG = re.compile(r"([A-Za-z]{4})([a-z]{4,})")
_DIVIDE_RATE = 0.05


def styled(pieces: Iterable[Piece], styles: Iterable[str], random: Random) -> Iterator[Piece]:
    """The pieces in the styles. Raises KeyError for an unknown style."""
    changes = [_STYLES[style] for style in styles]
    for piece in pieces:
        text = piece.text
        for change in changes:
            text = change(text, random)
        yield replace(piece, text=text if piece.label in (None, NEUTRAL) else text.strip())


def _scan(text: str, random: Random) -> str:
    return "".join(_SCAN.get(letter, letter) if random.random() < _SCAN_RATE else letter for letter in text)


def _wrap(text: str, random: Random) -> str:
    return "".join("\n" if letter == " " and random.random() < _BREAK_RATE else letter for letter in text)


def _fax(text: str, random: Random) -> str:
    """Another scanner: letters that touch, strokes that split, blanks lost or gained."""
    smeared = re.sub(
        "rn|cl|vv|ii", lambda match: _SMEAR[match.group()] if random.random() < 0.3 else match.group(), text
    )
    return "".join(_split(letter, random) if random.random() < _FAX_RATE else letter for letter in smeared)


def _split(letter: str, random: Random) -> str:
    return "" if letter == " " else _STROKES.get(letter) or random.choice((letter, letter + " "))


def _broken(text: str, random: Random) -> str:
    """Lines of a narrow column: indented, with long words divided."""
    lines = "".join("\n  " if letter == " " and random.random() < _BREAK_RATE else letter for letter in text)
    return _LONG.sub(
        lambda match: "-\n  ".join(match.groups()) if random.random() < _DIVIDE_RATE else match.group(), lines
    )


_STYLES = {
    "lower": lambda text, random: text.lower(),
    "upper": lambda text, random: text.upper(),
    "ocr": _scan,
    "wrap": _wrap,
    "fax": _fax,
    "broken": _broken,
}
