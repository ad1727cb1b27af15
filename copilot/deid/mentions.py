"""Does a text mention a known identifier? Whole words, whatever their case or accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from copilot.deid.types import Known

_WORD = re.compile(r"[^\W_]+")
SHORTEST_NUMBER = 5
"""Digits an id needs to be one: a practitioner number 140 is in every second blood pressure."""


class Mentions:
    """The identifiers of one record, ready to be looked for.

    A part of a person's name counts alone ("Mrs Alvarez"); places, ids and numbers count whole.
    """

    def __init__(self, known: Known) -> None:
        people = (*known.names, *known.relatives, *known.providers)
        self._names = {word for name in people for word in words(name) if len(word) > 1 and not word.isdigit()}
        whole = (*known.facilities, *known.places, *known.ids, *known.phones, *known.emails, *known.dates)
        self._phrases: dict[str, set[tuple[str, ...]]] = {}
        for phrase in filter(_tells, map(words, whole)):
            self._phrases.setdefault(phrase[0], set()).add(phrase)
        self._numbers = {digits for one in (*known.ids, *known.phones) if len(digits := _digits(one)) >= 7}

    def found(self, text: str) -> bool:
        """True if any identifier stands in the text."""
        read = words(text)
        if not self._names.isdisjoint(read):
            return True
        for at, word in enumerate(read):
            if any(read[at : at + len(phrase)] == phrase for phrase in self._phrases.get(word, ())):
                return True
        return any(number in self._numbers for number in _runs(text))


def words(text: str) -> tuple[str, ...]:
    """Lower-case words without accents: "Alcántar-Ruiz" is ("alcantar", "ruiz")."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(_WORD.findall(plain.casefold()))


def _tells(phrase: tuple[str, ...]) -> bool:
    joined = "".join(phrase)
    return len(joined) >= (SHORTEST_NUMBER if joined.isdigit() else 3)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _runs(text: str) -> Iterable[str]:
    """Numbers as written, and with the signs inside them left out: 555-12-3456 is 555123456."""
    runs: Iterator[str] = (_digits(run) for run in re.findall(r"\d[\d ().+-]{5,}\d", text))
    return runs
