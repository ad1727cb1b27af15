"""From words to concepts of the database's own vocabulary: exact or confirmed, never guessed."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Protocol

from retrieval.evidence import Frozen
from retrieval.subject import Term

_ALIASES = Path(__file__).with_name("aliases.toml")
_ICD10CM = "ICD10CM"
_VOCABULARIES = {
    "http://snomed.info/sct": "SNOMED",
    "http://hl7.org/fhir/sid/icd-10-cm": _ICD10CM,
    "http://hl7.org/fhir/sid/icd-10": _ICD10CM,
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "http://loinc.org": "LOINC",
}
"""FHIR code systems and the OMOP vocabularies that hold them."""
_SIGNS = re.compile(r"[^\w/+]+")


class Concept(Frozen):
    """A standard concept of the CDM."""

    id: int
    name: str
    domain: str


class Resolved(Frozen):
    """`term` means these concepts; `how` says by what it was found."""

    term: str
    concepts: tuple[Concept, ...]
    how: str


class Doubtful(Frozen):
    """`term` means more than one thing: the clinician is asked which."""

    term: str
    choices: tuple[str, ...]


class Unknown(Frozen):
    """The database's vocabulary has no such term; `near` are names that share a word with it, never taken for it."""

    term: str
    near: tuple[str, ...] = ()


Resolution = Resolved | Doubtful | Unknown


class Vocabulary(Protocol):
    """What a CDM knows of names and codes. Names are folded by `fold`."""

    def named(self, names: Collection[str]) -> dict[str, list[Concept]]:
        """Standard concepts by folded name or synonym, for those of `names` that exist."""
        ...

    def coded(self, vocabulary: str, code: str) -> list[Concept]:
        """Standard concepts of a code, through "Maps to" where the code itself is not standard."""
        ...

    def near(self, words: Collection[str], limit: int) -> list[str]:
        """Names that contain one of the words."""
        ...


class Resolver:
    """Names and codes to concepts of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def term(self, term: Term) -> Resolution:
        """By its code first: a code means one thing."""
        system = _VOCABULARIES.get(term.system or "")
        if system and term.code and (found := self._vocabulary.coded(system, term.code)):
            return Resolved(term=term.text, concepts=tuple(found), how=f"{system} {term.code}")
        return self.words(term.text)

    def words(self, text: str) -> Resolution:
        """By name, synonym, alias or the words of ICD-10-CM; all exact."""
        meanings = meanings_of(text)
        if len(meanings) > 1:
            return Doubtful(term=text, choices=tuple(sorted(names[0] for names in meanings)))
        names = [text, *(meanings[0] if meanings else ())]
        named = self._vocabulary.named({fold(name) for name in names})
        if found := {concept.id: concept for concepts in named.values() for concept in concepts}:
            first = next(iter(found.values()))
            how = "name" if fold(text) in named else f"alias of {first.name}"
            return Resolved(term=text, concepts=tuple(found.values()), how=how)
        for code in _icd_codes().get(fold(text), ()):
            if concepts := self._vocabulary.coded(_ICD10CM, code):
                return Resolved(term=text, concepts=tuple(concepts), how=f"{_ICD10CM} {code}")
        long = {word for word in fold(text).split() if len(word) > 4}
        return Unknown(term=text, near=tuple(self._vocabulary.near(long, 5)) if long else ())

    def mentions(self, text: str, longest: int = 6) -> list[tuple[int, int, Resolution]]:
        """(start, end, what it means) of the known terms in `text`; of two that overlap, the longer."""
        runs = _runs(text, longest)
        named = self._vocabulary.named({fold(text[start:end]) for start, end in runs})
        taken: list[tuple[int, int, Resolution]] = []
        for start, end in runs:
            said = text[start:end]
            if any(start < other_end and other_start < end for other_start, other_end, _ in taken):
                continue
            if not (fold(said) in named or meanings_of(said)):
                continue
            found = self.words(said)
            if not isinstance(found, Unknown) or meanings_of(said):
                taken.append((start, end, found))
        return sorted(taken, key=lambda one: one[:2])


def fold(text: str) -> str:
    """A name as names are compared: no case, no accents, no possessive, single blanks."""
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return " ".join(_SIGNS.sub(" ", re.sub(r"['’]s\b", "", bare)).split())


def meanings_of(text: str) -> list[tuple[str, ...]]:
    """The lines of the alias list in which `text` stands. An all-capitals alias is met in capitals alone."""
    return [
        names
        for names in _aliases().get(fold(text), ())
        if any(fold(name) == fold(text) and (not _is_abbreviation(name) or name == text.strip()) for name in names)
    ]


def aliases_in(text: str, longest: int = 6) -> list[tuple[int, int, tuple[str, str]]]:
    """(start, end, (name, kind)) of terms of the alias list that mean one thing; of two that overlap, the longer.

    `kind` is the part of the list: conditions, drugs or events.
    """
    taken: list[tuple[int, int, tuple[str, str]]] = []
    for start, end in _runs(text, longest):
        meanings = meanings_of(text[start:end])
        if len(meanings) == 1 and not any(start < stop and at < end for at, stop, _ in taken):
            taken.append((start, end, (meanings[0][0], _kinds()[meanings[0]])))
    return sorted(taken)


def _runs(text: str, longest: int) -> list[tuple[int, int]]:
    """Runs of up to `longest` words, the longest first."""
    words = list(re.finditer(r"[^\W_][\w'’/-]*", text))
    return [
        (words[i].start(), words[i + size - 1].end())
        for size in range(longest, 0, -1)
        for i in range(len(words) - size + 1)
    ]


def _is_abbreviation(name: str) -> bool:
    return name.isupper() and len(name) <= 3


@cache
def _aliases() -> dict[str, list[tuple[str, ...]]]:
    table = tomllib.loads(_ALIASES.read_text(encoding="utf-8"))
    found: dict[str, list[tuple[str, ...]]] = {}
    for lines in table.values():
        for names in lines:
            for name in {fold(name) for name in names}:
                found.setdefault(name, []).append(tuple(names))
    return found


@cache
def _kinds() -> dict[tuple[str, ...], str]:
    table = tomllib.loads(_ALIASES.read_text(encoding="utf-8"))
    return {tuple(names): kind for kind, lines in table.items() for names in lines}


@cache
def _icd_codes() -> dict[str, tuple[str, ...]]:
    """Codes by the words of their description and their inclusion terms (ICD-10-CM, CMS and NCHS, public domain)."""
    import simple_icd_10_cm as icd  # type: ignore[import-untyped]  # reads its tables for seconds

    found: dict[str, tuple[str, ...]] = {}
    for code in icd.get_all_codes(with_dots=True):
        if icd.is_category_or_subcategory(code):
            for words in (icd.get_description(code), *icd.get_inclusion_term(code)):
                found[fold(words)] = (*found.get(fold(words), ()), code)
    return found
