"""Deny by default: a word written like a name that no list knows is one until something vouches for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.types import Label
from copilot.deid.words import Word, fold, is_lower_case, words

_SCANNED = re.compile(r"(?<![\w.-])(?!\w*\d\d)(?=[^\W_]*[^\W\d_]{3})[A-Z0158][a-z]*[0158][^\W_]*(?![\w-])")
_READ_AS = str.maketrans("0158", "olsb")
_CONTRACTED = re.compile(r"[a-z]+'(?:ll|ve|re|m|d|t)")
_SHORTEST_CAPITALS = 5
"""Letters from which capitals are taken for a word, not an abbreviation."""


class Unknown(Recognizer):
    """Capitalised words, long ones in capitals, any in a text without capitals, and misread ones ("Dickers0n")."""

    labels: ClassVar[tuple[Label, ...]] = ("NAME",)
    firm: ClassVar[bool] = False

    def find(self, text: str) -> Iterator[Found]:
        no_capitals = is_lower_case(text)
        for word in words(text):
            if (
                _is_written_as_name(word, no_capitals=no_capitals)
                and not _beside_digit(text, word)
                and not is_known(word)
                and not lexicon.is_abbreviation(word.text)
            ):
                yield word.start, word.end, "NAME"
        for match in _SCANNED.finditer(text):
            if not lexicon.is_vocabulary(fold(match[0]).translate(_READ_AS)):
                yield *match.span(), "NAME"


def is_known(word: Word) -> bool:
    """True if every part of the word is vocabulary, a proper word of medicine, a name or a town."""
    return all(
        len(part) < 3
        or _CONTRACTED.fullmatch(part) is not None
        or lexicon.is_vocabulary(part)
        or lexicon.is_proper(part)
        or lexicon.is_name(part)
        or lexicon.is_place(part)
        for part in word.parts
    )


def _is_written_as_name(word: Word, *, no_capitals: bool) -> bool:
    if word.upper:
        return len(word.text) >= _SHORTEST_CAPITALS
    if word.title:
        return len(word.text) > 2
    return no_capitals and len(word.text) > 3 and (word.folded.find("'") in (-1, 1))


def _beside_digit(text: str, word: Word) -> bool:
    """Part of a code such as Covid19 or 5FU."""
    return text[word.end : word.end + 1].isdigit() or text[max(0, word.start - 1) : word.start].isdigit()
