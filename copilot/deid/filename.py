"""File names that may be repeated in results: people name files after patients."""

from __future__ import annotations

import re
from pathlib import PurePath

from copilot.deid.keys import derive

_WORDS = frozenset(
    "admission bundle chart clinic consult discharge doc document example fhir file history input lab labs letter "
    "note notes page part patient progress radiology record referral report sample summary test text visit".split()
)
_PIECE = re.compile(r"[^\W_]+")
_SUFFIX = re.compile(r"(?:\.(?:txt|md|note|jsonl?|csv|gz))+$", re.IGNORECASE)


def public_name(path: PurePath, key: bytes) -> PurePath:
    """`path`, each part of which is kept if it says what a file is ("note_12.txt"), and else made a pseudonym.

    One name has one pseudonym under one project key; its suffix stays.
    """
    return PurePath(*(part if _says_nothing(part) else _pseudonym(part, key) for part in path.parts))


def _says_nothing(part: str) -> bool:
    """Kinds of documents, single letters, and one number of at most four digits: two could be a date."""
    pieces = _PIECE.findall(_SUFFIX.sub("", part).lower())
    numbers = [piece for piece in pieces if piece.isdigit()]
    return (
        len(numbers) <= 1
        and all(len(number) <= 4 for number in numbers)
        and all(piece in _WORDS or len(piece) == 1 or piece.isdigit() for piece in pieces)
    )


def _pseudonym(part: str, key: bytes) -> str:
    suffix = found[0] if (found := _SUFFIX.search(part)) else ""
    return f"{derive(key, 'file', part).hex()[:16]}{suffix.lower()}"
