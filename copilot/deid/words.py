"""Words of a text, and the small facts about them that every detector asks for."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:['’`-][^\W\d_]+)*")
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?:;•*\n\r\t|>]|\s[-–—]|\d[.)])[\s\"'“(\[]*$")

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)+")
_NARROW, _WIDE = 30, 120
"""Page widths in characters at which text is wrapped."""


_PROSE = 0.3
"""Share of lines that begin with a small letter from which a paragraph is running text, broken anywhere."""


_TABLE = re.compile(r"\||\t|;[^\n;]*;[^\n;]*;")


class Word(NamedTuple):
    """A run of letters with inner hyphens and apostrophes; offsets into the text, without a possessive 's."""

    start: int
    end: int
    text: str
    folded: str

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def title(self) -> bool:
        """Written like a name: one capital in front of each part, or after Mc, Mac, O', D'."""
        if not self.text[0].isupper():
            return False
        return all(_TITLE.fullmatch(part) is not None for part in self.text.split("-") if part)

    @property
    def upper(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def parts(self) -> list[str]:
        """Folded parts between hyphens; an apostrophe stays inside ("o'brien")."""
        return [part for part in self.folded.split("-") if part]


_TITLE = re.compile(r"(?:Mc|Mac|Fitz|De|Di|Da|La|Le|Van|O['’`]|D['’`]|L['’`]|Al['’`])?[^\W\d_a-z][^\W\d_A-Z]*")


def fold(text: str) -> str:
    """Lower case, accents off, one kind of apostrophe."""
    if text.isascii():
        return text.lower().replace("`", "'")
    flat = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in flat if not unicodedata.combining(c)).replace("’", "'").replace("`", "'")


@lru_cache(maxsize=256)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order."""
    return tuple(_word(match) for match in _WORD.finditer(text))


def opens_sentence(text: str, start: int) -> bool:
    """True if a capital at `start` says nothing: a line, sentence, list item or table cell begins there."""
    return _OPENS_SENTENCE.search(text[max(0, start - 6) : start]) is not None


def unwrap(text: str) -> str:
    """The text with blanks for line breaks that only a page width made; every offset stays.

    A break is one if the first word of the next line did not fit behind it.
    """
    return _PARAGRAPH.sub(lambda match: _join(match[0]), text) if text.count("\n") > 1 else text


def _join(paragraph: str) -> str:
    lines = paragraph.split("\n")
    width = max(map(len, lines))
    if not _NARROW <= width <= _WIDE or _TABLE.search(paragraph):
        return paragraph
    out = [lines[0]]
    prose = sum(line[:1].islower() for line in lines[1:]) >= _PROSE * (len(lines) - 1)
    for before, line in itertools.pairwise(lines):
        forced = len(before) + 1 + len(line.split(" ", 1)[0]) > width
        runs_on = prose and before[-1:].isalnum() and line[:1].isalnum()
        out += [" " if (forced or runs_on) and line[:1].strip() else "\n", line]
    return "".join(out)


@lru_cache(maxsize=4)
def is_lower_case(text: str) -> bool:
    """True for a text of some length that does without capitals: names are hard to see in it."""
    letters = [word for word in words(text) if len(word.text) > 1]
    return len(letters) >= 8 and sum(word.capital for word in letters) <= 0.02 * len(letters)


def _word(match: re.Match[str]) -> Word:
    text = match[0]
    if text[-1] in "sS" and len(text) > 2 and text[-2] in "'’`":
        text = text[:-2]
    return Word(match.start(), match.start() + len(text), text, fold(text))
