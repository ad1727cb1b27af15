"""What of a long record bears on a question: by its words, by topic, then by what is current. Deterministic."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from copilot.schema import Allergy, Condition, Lab, Medication, Occurrence, PatientContext

Fact = Condition | Medication | Allergy | Lab | Occurrence

_WORD = re.compile(r"[a-z][a-z0-9-]{2,}")
_COMMON = frozenset(
    "the and for with who has have does which what when how are was were this that from into not can could should "
    "would will may patient patients risk factor factors person people man woman adult adults disorder disease "
    "finding syndrome oral tablet capsule acute chronic blood body treatment therapy taking after before history "
    "level levels use used effect effects outcome outcomes extended release hour day".split()
)


class Ranked(NamedTuple):
    """A fact and why it is shown: 0 its own words are asked about, 1 it bears on the topic, 2 it is current."""

    fact: Fact
    reason: int


def ranked(patient: PatientContext, question: str) -> list[Ranked]:
    """The facts worth showing, the most relevant first; in each rank as the record orders them.

    What is resolved or stopped is shown only if it is asked about; vital signs, old values, allergies and procedures,
    only if they are asked about or bear on the topic.
    """
    asked = frozenset(_words(question))
    shows = tuple(start.casefold() for start in _shown_by(asked))
    found = [one for fact in _facts(patient) if (one := _rank(fact, asked, shows)) is not None]
    return sorted(found, key=lambda one: one.reason)


def _rank(fact: Fact, asked: frozenset[str], shows: tuple[str, ...]) -> Ranked | None:
    name = _name(fact)
    if not asked.isdisjoint(_words(name)):
        return Ranked(fact, 0)
    if _past(fact):
        return None
    if name.casefold().startswith(shows):
        return Ranked(fact, 1)
    return Ranked(fact, 2) if _current(fact) else None


def _facts(patient: PatientContext) -> Iterator[Fact]:
    yield from patient.conditions
    yield from patient.medications
    yield from patient.labs
    yield from patient.allergies
    yield from patient.procedures


def _name(fact: Fact) -> str:
    return fact.name if isinstance(fact, Lab) else fact.text


def _past(fact: Fact) -> bool:
    match fact:
        case Medication():
            return fact.status == "stopped"
        case Condition() | Allergy():
            return fact.status == "resolved"
        case _:
            return isinstance(fact, Occurrence)


def _current(fact: Fact) -> bool:
    if isinstance(fact, Lab):
        return fact.kind == "laboratory" and not fact.stale
    return isinstance(fact, Condition | Medication)


def _words(text: str) -> Iterator[str]:
    """Content words without a plural's s."""
    for word in _WORD.findall(text.casefold()):
        if word not in _COMMON:
            yield word.removesuffix("s") if len(word) > 4 and not word.endswith("ss") else word


def _shown_by(asked: Iterable[str]) -> Iterator[str]:
    for word in sorted(asked):
        yield from _topics().get(word, ())


@cache
def _topics() -> dict[str, tuple[str, ...]]:
    """Word of a question -> beginnings of the names of what bears on it."""
    table = tomllib.loads(files("copilot.patient").joinpath("topics.toml").read_text("utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for topic in table["topic"]:
        for word in topic["words"]:
            for stem in _words(word):
                found[stem] = (*found.get(stem, ()), *topic["shows"])
    return found
