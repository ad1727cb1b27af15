"""What the record itself names: found exactly, by its parts, with other separators, and with a typing error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar

from rapidfuzz.distance import DamerauLevenshtein

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import is_role
from copilot.deid.types import Known, Label
from copilot.deid.words import Word, words

_FUZZY_FROM = 5
"""Letters a name needs before one wrong letter is forgiven; shorter ones turn into other words too easily."""


class KnownPatient(Recognizer):
    """Built for one call from the record's own list; its hits are firm, whatever the vocabulary says."""

    labels: ClassVar[tuple[Label, ...]] = ("NAME", "FACILITY", "CITY", "ID", "PHONE", "EMAIL", "DATE")

    def __init__(self, known: Known) -> None:
        super().__init__()
        people = (*known.names, *known.relatives, *known.providers)
        self._parts = {
            word.folded: word
            for name in people
            for word in words(name)
            if len(word.text) > 1 and not is_role(word.folded)
        }
        self._phrases: list[tuple[Label, re.Pattern[str]]] = [
            *(("NAME", _phrase(name)) for name in people if name.strip()),
            *(("FACILITY", _phrase(name)) for name in known.facilities if name.strip()),
            *(("CITY", _phrase(name)) for name in known.places if name.strip()),
            *(("ID", _code(value)) for value in known.ids if value.strip()),
            *(("PHONE", _code(value)) for value in known.phones if value.strip()),
            *(("EMAIL", _phrase(value)) for value in known.emails if value.strip()),
            *(("DATE", _dates(value)) for value in known.dates if _is_iso(value)),
        ]

    def find(self, text: str) -> Iterator[Found]:
        for label, pattern in self._phrases:
            yield from ((*match.span(), label) for match in pattern.finditer(text))
        for word in words(text):
            if self._is_part(word):
                yield word.start, word.end, "NAME"

    def _is_part(self, word: Word) -> bool:
        for part in {word.folded, *word.parts}:
            if part in self._parts:
                # a name that is also a word counts when it is written as a name
                return word.capital or not lexicon.is_vocabulary(part)
        if len(word.text) < _FUZZY_FROM or lexicon.is_vocabulary(word.folded):
            return False
        return any(
            len(name) >= _FUZZY_FROM and DamerauLevenshtein.distance(name, word.folded, score_cutoff=1) <= 1
            for name in self._parts
        )


def _phrase(value: str) -> re.Pattern[str]:
    gaps = r"[\s,.-]+".join(re.escape(part) for part in re.split(r"[\s,.]+", value.strip()) if part)
    return re.compile(rf"(?<!\w){gaps}(?!\w)", re.IGNORECASE)


def _code(value: str) -> re.Pattern[str]:
    """The same letters and digits, whatever stands between them."""
    signs = [c for c in value if c.isalnum()]
    return re.compile(
        r"(?<![A-Za-z0-9])" + r"[\s().+/-]{0,2}".join(map(re.escape, signs)) + r"(?![A-Za-z0-9])", re.IGNORECASE
    )


def _is_iso(value: str) -> bool:
    return re.match(r"\d{4}-\d\d-\d\d", value) is not None


def _dates(value: str) -> re.Pattern[str]:
    """One ISO 8601 date as people write it."""
    day = date.fromisoformat(value[:10])
    y, m, d = rf"(?:{day.year}|['’]?{day.year % 100:02d})", f"0?{day.month}", f"0?{day.day}"
    name = rf"{day:%b}(?:{day:%B}|[a-z]*)\.?" if day.month != 5 else "may"
    forms: Iterable[str] = (
        rf"{day.year}[-/.]{m}[-/.]{d}",
        rf"{m}[-/.]{d}[-/.]{y}",
        rf"{d}[-/.]{m}[-/.]{y}",
        rf"{name}\s*{d}(?:st|nd|rd|th)?,?\s*{y}",
        rf"{d}(?:st|nd|rd|th)?[-\s]?(?:of\s)?{name}[-\s,]*{y}",
        f"{day:%Y%m%d}|{day:%m%d%Y}",
    )
    return re.compile(r"(?<!\w)(?:" + "|".join(forms) + r")(?!\w)", re.IGNORECASE)
