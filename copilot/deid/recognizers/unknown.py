"""Deny by default: a capitalised word that no list knows is taken for a name until something vouches for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.types import Label
from copilot.deid.words import Word, words


class Unknown(Recognizer):
    labels: ClassVar[tuple[Label, ...]] = ("NAME",)
    firm: ClassVar[bool] = False

    def find(self, text: str) -> Iterator[Found]:
        for word in words(text):
            if word.title and len(word.text) > 2 and not _beside_digit(text, word) and not is_known(word):
                yield word.start, word.end, "NAME"


def is_known(word: Word) -> bool:
    """True if every part of the word is vocabulary, a proper word of medicine, a name or a town."""
    return all(
        len(part) < 3
        or lexicon.is_vocabulary(part)
        or lexicon.is_proper(part)
        or lexicon.is_name(part)
        or lexicon.is_place(part)
        for part in word.parts
    )


def _beside_digit(text: str, word: Word) -> bool:
    """Part of a code such as Covid19 or 5FU."""
    return text[word.end : word.end + 1].isdigit() or text[max(0, word.start - 1) : word.start].isdigit()
