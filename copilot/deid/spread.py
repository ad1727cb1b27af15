"""From single hits to whole names, and from one mention to all: adjacency, particles, initials, propagation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from copilot.deid import lexicon
from copilot.deid.giveback import is_eponym
from copilot.deid.hits import Cover, Hit
from copilot.deid.recognizers.naming import is_role
from copilot.deid.words import Word, opens_sentence, words

_SUFFIX = re.compile(r",?[ \t]+(?:Jr|Sr|III|II|IV)\b\.?")
_INITIAL_AFTER = re.compile(
    r"[ \t]+[A-Z]\.?(?=[ \t]+[A-Z][a-z])|,[ \t][A-Z](?:\.|(?=[ \t]*(?:[,;|()\n\d]|$)))|[ \t][A-Z]\.(?=[ "
    r"\t,;)]|$)|[ \t][A-Z](?=[ \t]*(?:[,;|(\n\d&\"”]|$|[ \t]{2})|[ \t][A-Z]{2})"
)
_INITIAL_BEFORE = re.compile(r"(?<![/\w])(?:[A-Z]\.[ \t]?){1,3}$|(?:^|(?<=[\n:/|(])[ \t]?)[A-Z][ \t]$")
_BETWEEN = re.compile(
    r"[ \t]+(?:[A-Z]\.?[ \t]+)?(?:(?:de|del|la|le|los|da|dos|di|van|von"
    r"|der|den|bin|ibn|al|el|ter|y|[Ss][Tt]\.)[ \t]+){0,3}|,[ \t]?|-"
)
_CODES = frozenset({"MRN", "HEALTHPLAN", "ACCOUNT", "LICENSE", "VEHICLE", "DEVICE", "SSN", "ID"})
_CODE_BEFORE = re.compile(r"(?<![\w/.-])(?:[A-Za-z]{0,4}\d[\w.]{0,8}[-/]|[A-Z]{1,4}[-/.]?|[a-z]{1,3}[-/])+$")
_CODE_PREFIX = re.compile(
    r"(?<![\w/.-])(?!MRN|SSN|NPI|DOB|DEA|ID|FIN|CSN|VIN|NHS|HAR|CHI|NO|PH|TEL|FAX|ACCT|PT|DR|PIN|SN|IP)[A-Z]{2,4}[ ]$"
)
_LONG = 6
"""Digits from which letters before a blank belong to a number: "GSH 28841760"; of fewer: "TX 75001"."""
_CODE_AFTER = re.compile(r"(?:[-/.](?=\w*\d)\w{1,10})+(?![\w/-])|[ ]?[A-Z](?=[),;.\n]|$)|[-/][A-Za-z]{1,3}(?![\w/-])")
_BARE_GAP = re.compile(r"[ \t]|,[ \t]?|-")


def adjacent(text: str, hits: list[Hit]) -> list[Hit]:
    """Names grown over neighbours that can only be part of them: "May [Boros]", "[Kowalski], Jan A., Jr."."""
    grown = []
    found = words(text)
    for hit in hits:
        if hit.label != "NAME":
            grown.append(hit)
            continue
        start, end = hit.start, hit.end
        before = [word for word in found if word.end <= start][-3:]
        after = [word for word in found if word.start >= end][:3]
        for word in reversed(before):
            if _joins(text, word, text[word.end : start], first=True):
                start = word.start
            else:
                break
        for word in after:
            joins = _joins(text, word, text[end : word.start], first=False)
            if joins or _closes(text, start, end, word):
                end = word.end
            else:
                break
        if initials := _INITIAL_BEFORE.search(text[max(0, start - 9) : start]):
            start -= len(initials[0])
        for pattern in (_INITIAL_AFTER, _SUFFIX):
            if tail := pattern.match(text, end):
                end = tail.end()
        grown.append(Hit(start, end, hit.label, hit.by, hit.firm))
    return grown


def _joins(text: str, word: Word, gap: str, *, first: bool) -> bool:
    """A capitalised neighbour that is in the name lists, or in no list at all."""
    if not word.capital or len(word.text) < 2 or is_role(word.folded) or not _BETWEEN.fullmatch(gap):
        return False
    if "," in gap and not lexicon.any_name(word):
        return False
    if lexicon.all_vocabulary(word):
        if "," in gap or (first and opens_sentence(text, word.start) and not lexicon.is_first_name(word.folded)):
            return False
        return lexicon.any_name(word) and _BARE_GAP.fullmatch(gap) is not None and not is_eponym(text, word.end)
    return lexicon.any_name(word) or ((word.title or word.upper) and not lexicon.is_proper(word.folded))


def _closes(text: str, start: int, end: int, word: Word) -> bool:
    """A surname that is any word, behind nothing but a plain given name: "Renee [Kidney]", "Jeffrey [French]"."""
    before = words(text[start:end])
    given = (
        len(before) == 1 and lexicon.is_first_name(before[0].folded) and not lexicon.is_vocabulary(before[0].folded)
    )
    same_style = before[0].upper == word.upper if before else False
    return (
        given
        and same_style
        and word.capital
        and len(word.text) > 2
        and text[end : word.start] == " "
        and not is_role(word.folded)
        and not is_eponym(text, word.end)
        and not lexicon.is_eponym(before[0].folded)
    )


def whole_codes(text: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Codes grown over the rest of a token that holds a digit or a short prefix: "HN36/[911640]", "[71 16 06] A"."""
    for hit in hits:
        if hit.label not in _CODES:
            yield hit
            continue
        start, end = hit.start, hit.end
        ahead, digits = text[max(0, start - 16) : start], sum(map(str.isdigit, text[start:end]))
        if before := _CODE_BEFORE.search(ahead) or (_CODE_PREFIX.search(ahead) if digits >= _LONG else None):
            start -= len(before[0])
        if after := _CODE_AFTER.match(text, end):
            end = after.end()
        yield replace(hit, start=start, end=end)


def propagate(text: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Every other mention of what is hidden once: parts of names in any case, identifiers letter by letter.

    A name that is also a word ("May") spreads only from a firm hit, and only to capitals inside sentences.
    """
    hits = list(hits)
    clear, wordlike, codes = set[str](), set[str](), set[str]()
    for hit in hits:
        piece = text[hit.start : hit.end]
        if hit.label == "NAME":
            for word in words(piece):
                if len(word.text) > 2 and not is_role(word.folded):
                    if not lexicon.all_vocabulary(word):
                        clear.add(word.folded)
                    elif hit.firm:
                        wordlike.add(word.folded)
        elif hit.label not in ("DATE", "AGE", "CITY", "FACILITY", "ADDRESS") and sum(c.isdigit() for c in piece) >= 4:
            codes.add(piece)
    taken = Cover(len(text), hits)
    for word in words(text):
        if taken.whole(word.start, word.end):
            continue
        if word.folded in clear or (len(word.parts) > 1 and clear & set(word.parts)):
            if not (is_eponym(text, word.end) and word.capital):
                yield Hit(word.start, word.end, "NAME", "propagation", firm=True)
        elif (
            word.folded in wordlike
            and word.title
            and not opens_sentence(text, word.start)
            and not is_eponym(text, word.end)
        ):
            yield Hit(word.start, word.end, "NAME", "propagation", firm=True)
    for code in codes:
        start = text.find(code)
        while start >= 0:
            end = start + len(code)
            if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                yield Hit(start, end, "ID", "propagation", firm=True)
            start = text.find(code, end)
