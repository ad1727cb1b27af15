"""The word lists of `data/`: what is medicine or English, what is a name, what is a place."""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib.resources import files

from copilot.deid.words import Word

_INFLECTIONS = ("s", "es", "ed", "d", "ing", "ly", "'s")


@lru_cache
def _list(name: str) -> frozenset[str]:
    packed = files("copilot.deid.data").joinpath(f"{name}.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode().split("\n"))


@lru_cache
def _own(name: str) -> frozenset[str]:
    lines = files("copilot.deid.data").joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=65536)
def is_vocabulary(folded: str) -> bool:
    """True for a word of English or medicine, plain inflections included."""
    known = _list("vocabulary")
    if folded in known:
        return True
    return any(
        folded.endswith(end) and len(folded) - len(end) >= 4 and folded.removesuffix(end) in known
        for end in _INFLECTIONS
        if folded not in _list("first_names") and folded not in _list("last_names")
    )


def vocabulary() -> frozenset[str]:
    """The words of English and medicine, folded."""
    return _list("vocabulary")


def is_heard_of(folded: str) -> bool:
    """True for any word, name or place of the lists."""
    return any(has(folded) for has in (is_vocabulary, is_proper, is_eponym, is_name, is_place))


@lru_cache(maxsize=65536)
def is_first_name(folded: str) -> bool:
    return folded in _list("first_names") or folded in _own("given_names")


@lru_cache(maxsize=65536)
def is_name(folded: str) -> bool:
    """True for a first or last name; "o'brien" and "obrien" alike."""
    if folded in _own("word_names") or folded in _own("given_names"):
        return True
    bare = folded.replace("'", "")
    return any(form in _list(kind) for form in (folded, bare) for kind in ("first_names", "last_names"))


def is_word_name(folded: str) -> bool:
    """True for a name of people that is also a word ("chase", "penny")."""
    return folded in _own("word_names") or folded in _own("given_names")


def is_abbreviation(text: str) -> bool:
    """True for capitals that the literature uses as an abbreviation ("NSTEMI")."""
    return all(part.upper() in _list("abbreviations") for part in text.split("-"))


def is_eponym(folded: str) -> bool:
    """True for a name that medicine uses bare ("Foley to gravity", "Gleason 4+3")."""
    return folded in _own("eponyms")


def is_place(folded: str) -> bool:
    """True for a town; several words allowed ("baton rouge")."""
    return folded in _list("places")


def is_proper(folded: str) -> bool:
    """True for a word that medicine writes with a capital (Wilcoxon), a country or a state."""
    return folded in _list("proper")


def all_vocabulary(word: Word) -> bool:
    return all(len(part) == 1 or is_vocabulary(part) for part in word.parts)


def any_name(word: Word) -> bool:
    return is_name(word.folded) or any(len(part) > 1 and is_name(part) for part in word.parts)


LISTS = 32
"""How many values `lists` has."""


def lists(word: Word) -> int:
    """Which lists know a word, as bits: English or medicine, name, first name, place, proper to medicine."""
    return _lists(word._replace(start=0, end=0))


@lru_cache(maxsize=65536)
def _lists(word: Word) -> int:
    folded = word.folded
    of_medicine = is_proper(folded) or is_eponym(folded) or (word.upper and is_abbreviation(word.text))
    known = (all_vocabulary(word), any_name(word), is_first_name(folded), is_place(folded), of_medicine)
    return sum(1 << bit for bit, true in enumerate(known) if true)
