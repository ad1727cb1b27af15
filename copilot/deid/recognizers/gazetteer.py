"""Capitalised words that are names and no words of English or medicine, and towns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import is_role
from copilot.deid.types import Label
from copilot.deid.words import Word, fold, is_lower_case, opens_sentence, words

_TOWN = re.compile(r"[A-Z][\w'’.]+(?:[ -](?:(?:of|the|on|upon|de|la|del)[ -])?[A-Z][\w'’]+){1,3}")
_PERSONAL = re.compile(r"[ \t]+[A-Z]\.[ \t]+[A-Z][a-z]")


def _is_long_name(word: Word) -> bool:
    """Capitals that spell a name, not an abbreviation."""
    return len(word.text) > 3 and min(map(len, word.parts)) > 2 and not lexicon.is_abbreviation(word.text)


_ENDS = re.compile(r"[ \t]*(?:[,;(\n]|$)")


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
                if not word.upper or _is_long_name(word):
                    yield word.start, word.end, "NAME"
            elif no_capitals and len(word.text) > 3 and not lexicon.is_vocabulary(word.folded):
                yield word.start, word.end, "NAME"
            elif word.title and lexicon.is_first_name(word.folded):
                yield from self._full_name(text, found, place)
            elif (
                not word.capital
                and lexicon.is_first_name(word.folded)
                and place + 1 < len(found)
                and _is_lower_pair(text, word, found[place + 1])
            ):
                yield word.start, found[place + 1].end, "NAME"

    @staticmethod
    def _full_name(text: str, found: tuple[Word, ...], place: int) -> Iterator[Found]:
        """ "May A. Boros", "Rose Young": a first name that is a word, with a surname right behind it."""
        word = found[place]
        if place + 1 == len(found):
            return
        after = found[place + 1]
        gap = text[word.end : after.start]
        if gap == " " and after.title and len(after.text) > 2 and lexicon.any_name(after):
            ends = _ENDS.match(text, after.end) is not None
            if ends or not lexicon.all_vocabulary(after) or not opens_sentence(text, word.start):
                yield word.start, after.end, "NAME"
        elif _PERSONAL.match(text, word.end):
            yield word.start, word.end, "NAME"


def _is_lower_pair(text: str, word: Word, after: Word) -> bool:
    """ "check darryl brewer": a given name and a surname without capitals, at least one of them no word."""
    return (
        text[word.end : after.start] == " "
        and not after.capital
        and len(after.text) > 2
        and lexicon.any_name(after)
        and not is_role(after.folded)
        and not (
            lexicon.is_vocabulary(word.folded) and (lexicon.all_vocabulary(after) or lexicon.is_eponym(after.folded))
        )
        and not lexicon.is_eponym(word.folded)
    )


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
