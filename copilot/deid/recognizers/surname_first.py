"""Names written surname first: "Small, Wesley", "SMALL,WESLEY J", "van der Berg, Ana"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.giveback import is_eponym
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import PART, PARTICLE, is_role
from copilot.deid.types import Label
from copilot.deid.words import Word, words

_PAIR = re.compile(
    rf"(?<![\w'’-])(?P<last>(?:{PARTICLE}[ \t]+)?{PART}(?:[ \t]{PART})?),(?P<gap>[ \t]?|[ \t]*\n)"
    rf"(?P<first>{PART})(?P<initial>[ \t\n][A-Z]\b(?!['’/-])\.?)?(?![\w'’-])"
)
_PAIR_LOWER = re.compile(
    r"(?<![\w'’-])(?P<last>[^\W\d_]{2,}),[ \t]?(?P<first>[^\W\d_]{2,})(?P<initial>[ \t][a-z]\b)?"
)
_RECORD_NEXT = re.compile(r",?[ \t]*[(|;/\t]?[ \t]*(?:(?i:dob|mrn|born|ssn|age)\b|[A-Z]{0,3}\d[\d/.-]{3,})")
"""What follows a name in a list of patients: a number, a date, a label."""


class SurnameFirst(Recognizer):
    """A vocabulary has no say where a given name or an initial makes the pair a person."""

    labels: ClassVar[tuple[Label, ...]] = ("NAME",)

    def find(self, text: str) -> Iterator[Found]:
        for pattern in (_PAIR, _PAIR_LOWER):
            for match in pattern.finditer(text):
                if _is_person(text, match, lower=pattern is _PAIR_LOWER):
                    yield *match.span(), "NAME"


def _is_person(text: str, match: re.Match[str], *, lower: bool) -> bool:
    first, last = words(match["first"])[0], words(match["last"])
    if is_role(first.folded) or any(is_role(word.folded) for word in last):
        return False
    listed = _RECORD_NEXT.match(text, match.end()) is not None
    if lower:
        named = lexicon.any_name(first) and lexicon.any_name(last[0])
        return listed and named and not (_is_plain(first) and _is_plain(last[0]))
    if first.upper != last[-1].upper or (
        last[0].upper and lexicon.is_abbreviation(last[0].text) and not lexicon.any_name(last[0])
    ):
        return False
    if is_eponym(text, match.end()):
        return False
    if lexicon.is_eponym(first.folded) and not match["initial"] and all(_is_plain(word) for word in last):
        return False  # "Adenocarcinoma, Gleason 4+3"
    given = lexicon.is_first_name(first.folded)
    if match["initial"] and (listed or re.match(r"[ \t]*[:;|(/]", text[match.end() :][:3])):
        return True
    if match["initial"] or (given and not _is_plain(first)):
        return given or not all(_is_plain(word) for word in (first, *last))
    if given:
        return listed or match["gap"] == "" or not all(_is_plain(word) for word in last)
    return listed and not _is_plain(first) and not all(_is_plain(word) for word in last)


def _is_plain(word: Word) -> bool:
    """A word of English or medicine."""
    return lexicon.all_vocabulary(word) or lexicon.is_proper(word.folded)
