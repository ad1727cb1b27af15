"""Capitalised words that are names and no words of English or medicine, and towns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.types import Label
from copilot.deid.words import fold, is_lower_case, opens_sentence, words

_TOWN = re.compile(r"[A-Z][\w'’.]+(?:[ -](?:(?:of|the|on|upon|de|la|del)[ -])?[A-Z][\w'’]+){1,3}")
_PERSONAL = re.compile(r"[ \t]+[A-Z]\.[ \t]+[A-Z][a-z]")


class NameList(Recognizer):
    """Names by the lists. In a text without capitals, lower-case words that are nothing but names count too."""

    labels: ClassVar[tuple[Label, ...]] = ("NAME",)
    firm: ClassVar[bool] = False

    def find(self, text: str) -> Iterator[Found]:
        found = words(text)
        no_capitals = is_lower_case(text)
        for place, word in enumerate(found):
            if len(word.text) < 2 or text[word.end : word.end + 1].isdigit() or not lexicon.any_name(word):
                continue
            if word.capital and not lexicon.all_vocabulary(word):
                if not word.upper or len(word.text) > 3:
                    yield word.start, word.end, "NAME"
            elif no_capitals and len(word.text) > 3 and not lexicon.is_vocabulary(word.folded):
                yield word.start, word.end, "NAME"
            elif word.title and lexicon.is_first_name(word.folded):
                yield from self._full_name(text, found, place)

    @staticmethod
    def _full_name(text: str, found: tuple[object, ...], place: int) -> Iterator[Found]:
        """ "May A. Boros", "Rose Young": a first name that is a word, with a surname right behind it."""
        here = words(text)
        word = here[place]
        if place + 1 == len(here):
            return
        after = here[place + 1]
        gap = text[word.end : after.start]
        if gap == " " and after.title and len(after.text) > 2 and lexicon.any_name(after):
            if not lexicon.all_vocabulary(after) or not opens_sentence(text, word.start):
                yield word.start, after.end, "NAME"
        elif _PERSONAL.match(text, word.end):
            yield word.start, word.end, "NAME"


class PlaceList(Recognizer):
    """Towns by the list, of one word or several; countries and states may stand."""

    labels: ClassVar[tuple[Label, ...]] = ("CITY",)
    firm: ClassVar[bool] = False

    def find(self, text: str) -> Iterator[Found]:
        for match in _TOWN.finditer(text):
            start, parts = match.start(), match[0]
            while " " in parts or "-" in parts:
                if lexicon.is_place(fold(parts)):
                    yield start, start + len(parts), "CITY"
                    break
                parts = re.split(r"[ -](?=[^ -]*$)", parts)[0]
        for word in words(text):
            if (
                word.title
                and lexicon.is_place(word.folded)
                and not lexicon.all_vocabulary(word)
                and not lexicon.is_proper(word.folded)
            ):
                yield word.start, word.end, "CITY"
