"""False premises: a value that no living person has, and a drug or disease that nobody has heard of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from copilot.deid.lexicon import is_eponym, is_name, is_vocabulary

Known = Callable[[str], bool]
"""Does an indexed text contain this word?"""

_NUMBER = r"(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_LINK = r"(?:\s+(?:of|is|was|at|=|:|above|below|about|rises? to|reached))*\s*[:=]?\s*"
_EPONYM = re.compile(r"\b([A-Z][a-z]{4,}(?:-[A-Z][a-z]+)?) (?:syndrome|disease|fever|anaemia|anemia|palsy)\b")
_DRUG = re.compile(
    r"[a-z]{4,}(?:mab|nib|vir|ol|pril|sartan|statin|ide|xaban|azole|azepam|zolam|cillin|mycin|floxacin|axine"
    r"|azine|idine|amine|etine|apine"
    r"|oxine|uran|furan|parin|grel|cept|platin|taxel|rubicin|caine|thiazide|semide|lactone|fibrate|profen|coxib"
    r"|olone|onide|terol|lukast"
    r"|setron|triptan|gliptin|gliflozin|racetam|barbital|stigmine)"
)
"""Endings as of international non-proprietary names (WHO's stem book), and some that only look like one."""
_WORD = re.compile(r"\b[A-Z]?[a-z]{6,}\b")


class _Range(NamedTuple):
    patterns: list[re.Pattern[str]]
    not_after: re.Pattern[str] | None
    low: float
    high: float
    said: str


@lru_cache
def _ranges() -> list[_Range]:
    table = tomllib.loads(files("copilot.safety").joinpath("values.toml").read_text(encoding="utf-8"))
    return [
        _Range(
            list(_patterns(entry)),
            re.compile(entry["not_after"], re.IGNORECASE) if "not_after" in entry else None,
            entry["low"],
            entry["high"],
            entry["said"],
        )
        for entry in table.values()
    ]


def _patterns(entry: dict[str, Any]) -> Iterator[re.Pattern[str]]:
    unit = rf"\s*(?:{entry['unit']})(?![\w/])" if "unit" in entry else ""
    name = rf"(?<!\w)(?:{entry['name']})(?!\w)"
    yield re.compile(name + _LINK + _NUMBER + unit)
    yield re.compile(name + _LINK + _NUMBER + unit, re.IGNORECASE)
    if unit:
        yield re.compile(rf"(?<![\d.,/]){_NUMBER}{unit}\s*(?:of\s+)?{name}", re.IGNORECASE)
    if "year" in unit:
        yield re.compile(
            rf"(?<![\d.,/]){_NUMBER}{unit}\s+(?:man|woman|patient|male|female"
            rf"|person)\b",
            re.IGNORECASE,
        )
    if entry.get("bare"):
        yield re.compile(name + _LINK + _NUMBER + r"(?!\s*(?:%|percent|[\w/°]))(?![.,]?\d)", re.IGNORECASE)


def impossible_value(question: str) -> str | None:
    """What cannot be, in a sentence; None if every value can be."""
    for entry in _ranges():
        for pattern in entry.patterns:
            for match in pattern.finditer(question):
                before = question[max(0, match.start() - 20) : match.start()]
                if entry.not_after and entry.not_after.search(before):
                    continue
                value = match["value"].replace(",", "")
                if not entry.low <= float(value) <= entry.high:
                    return entry.said.format(value=match["value"])
    return None


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
