"""Words that are names too, written with a capital where no sentence begins: "given by Child", "d/w Key"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import is_role
from copilot.deid.types import Label
from copilot.deid.words import Word, opens_sentence, words

_IMPERATIVE = re.compile(r"[ \t]+(?:the|this|that|these|a|an)\b")
"""What follows a verb that opens a clause: "…, Mark the site"."""


class LoneCapitals(Recognizer):
    """A capital says something where the words beside it are lower-case: headings and titles are left alone."""

    labels: ClassVar[tuple[Label, ...]] = ("NAME",)
    firm: ClassVar[bool] = False

    def find(self, text: str) -> Iterator[Found]:
        found = words(text)
        for place, word in enumerate(found):
            if (
                word.title
                and len(word.text) > 2
                and lexicon.is_name(word.folded)
                and not is_role(word.folded)
                and not opens_sentence(text, word.start)
                and not _IMPERATIVE.match(text, word.end)
                and _is_lower(text, found, place - 1, word)
                and _is_lower(text, found, place + 1, word)
            ):
                yield word.start, word.end, "NAME"


def _is_lower(text: str, found: tuple[Word, ...], place: int, word: Word) -> bool:
    """True if the neighbour on the line is no capitalised word, or there is none."""
    if not 0 <= place < len(found):
        return True
    other = found[place]
    gap = text[min(word.end, other.end) : max(word.start, other.start)]
    return not other.capital or any(c in gap for c in "\n.;:,|()")
