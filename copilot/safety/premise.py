"""A drug or a disease that nobody has heard of."""

from __future__ import annotations

import re
from collections.abc import Callable

from copilot.deid.lexicon import is_eponym, is_name, is_vocabulary

Known = Callable[[str], bool]
"""Does an indexed text contain this word?"""

_EPONYM = re.compile(r"\b([A-Z][a-z]{4,}(?:-[A-Z][a-z]+)?) (?:syndrome|disease|fever|anaemia|anemia|palsy)\b")
_DRUG = re.compile(
    r"[a-z]{3,}(?:mab|parib|ciclib|zomib|glutide|dipine|lipine|oxacin|idone|peridol|cycline|penem|tecan|nib|vir|ol|pril|sartan|statin|ide|xaban|azole|azepam|zolam|cillin|mycin|floxacin|axine"
    r"|azine|idine|amine|etine|apine"
    r"|oxine|uran|furan|parin|grel|cept|platin|taxel|rubicin|caine|thiazide|semide|lactone|fibrate|profen|coxib"
    r"|olone|onide|terol|lukast"
    r"|setron|triptan|gliptin|gliflozin|racetam|barbital|stigmine)"
)
"""Endings as of international non-proprietary names (WHO's stem book), and some that only look like one."""
_WORD = re.compile(r"\b[A-Z]?[a-z]{6,}\b")


def unheard_of(question: str, known: Known | None = None) -> str | None:
    """A drug's or a disease's name that stands in no word list and no indexed text; None if there is none.

    New drugs look the same: the message says that the name is not known here, not that it cannot exist.
    """

    def heard(word: str) -> bool:
        folded = word.casefold()
        return is_vocabulary(folded) or (known is not None and known(folded))

    words: list[str] = _WORD.findall(question)
    for word in words:
        if _DRUG.fullmatch(word.lower()) and not heard(word):
            return word
    for match in _EPONYM.finditer(question):
        parts = match[1].casefold().split("-")
        if not any(heard(part) or is_eponym(part) or is_name(part) for part in parts):  # most eponyms are surnames
            return str(match.group())
    return None
