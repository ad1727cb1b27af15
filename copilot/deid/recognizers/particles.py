"""Family names with a particle: "van der Berg", "el-Sayed", "dos Santos", "St. Clair" behind a given name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import is_role
from copilot.deid.types import Label
from copilot.deid.words import is_lower_case, words

_SURNAME = re.compile(
    r"(?<![\w'’-])(?:(?:van|von)(?:[ \t\n](?:der|den|de))?|de[ \t\n](?:la|los|las)|de|del|da|das|dos|di|bin"
    r"|bint|ibn|abu"
    r"|le|la|al|el|ter|ten)(?:[ \t\n]|(?<=[ae]l)-)(?P<x>[^\W\d_a-z][^\W\d_]+(?:-[^\W\d_a-z][^\W\d_]+)*)"
)
_SURNAME_UPPER = re.compile(
    r"(?<![\w'’-])(?:(?:VAN|VON)(?:[ \t](?:DER|DEN|DE))?|DE[ \t](?:LA|LOS|LAS)|DEL|DOS|DI|BIN|BINT|IBN|ABU"
    r")[ \t](?P<x>[^\W\d_a-z]{3,}(?:-[^\W\d_a-z]+)*)(?![a-z])"
)
_MEDICAL = frozenset(
    "novo facto willebrand quervain george guglielmo morgagni hippel waldeyer waals gogh recklinghausen gierke "
    "meyenburg lange toni musset quincke".split()
)
"""Eponyms with a particle, and Latin."""


_SURNAME_LOWER = re.compile(
    r"(?<![\w'’-])(?:(?:van|von)[ ](?:(?:der|den|de)[ ])?|de[ ](?:la|los)[ ]|(?:del|dos|da|di|bin|ibn|abu|le|el"
    r"|st\.)[ ]|(?:al|el)-)"
    r"(?P<x>[^\W\d_]{3,}(?:-[^\W\d_]+)*)"
)


class Particles(Recognizer):
    labels: ClassVar[tuple[Label, ...]] = ("NAME",)

    def find(self, text: str) -> Iterator[Found]:
        for pattern in (_SURNAME, _SURNAME_UPPER):
            for match in pattern.finditer(text):
                word = words(match["x"])[0]
                if _MEDICAL.isdisjoint(word.parts) and not is_role(word.folded) and not _is_plain(word.folded):
                    yield *match.span(), "NAME"
        if is_lower_case(text):
            for match in _SURNAME_LOWER.finditer(text):
                word = words(match["x"])[0]
                if _MEDICAL.isdisjoint(word.parts) and not lexicon.all_vocabulary(word):
                    yield *match.span(), "NAME"


def _is_plain(folded: str) -> bool:
    return lexicon.is_vocabulary(folded) and not lexicon.is_name(folded)
