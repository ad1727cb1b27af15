"""How directly a study speaks to one person: GRADE's "indirectness of the population", from headings and title.

Guyatt GH et al., GRADE guidelines 8: rating the quality of evidence, indirectness. J Clin Epidemiol 2011.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.record import Record
from retrieval.subject import Subject

_AGES = {
    "Infant, Newborn": (0, 0),
    "Infant": (0, 1),
    "Child, Preschool": (2, 5),
    "Child": (6, 12),
    "Adolescent": (13, 18),
    "Young Adult": (19, 24),
    "Adult": (19, 44),
    "Middle Aged": (45, 64),
    "Aged": (65, 79),
    "Aged, 80 and over": (80, 120),
}
"""Years of NLM's age headings (MeSH check tags)."""
_CHILDREN = re.compile(r"\b(?:child(?:ren|hood)?|p(?:a)?ediatric|neonat\w*|newborns?|infants?|adolescents?)\b", re.I)
_OLD = re.compile(r"\b(?:older (?:adults|people|patients|persons)|elderly|geriatric|frail)\b", re.I)
_PREGNANT = re.compile(r"\b(?:pregnan\w*|gestational|obstetric|postpartum|pre-?eclampsia)\b", re.I)
_WOMEN = re.compile(r"\b(?:in|among|of) (?:\w+ )?women\b|\bpostmenopausal\b", re.I)
_MEN = re.compile(r"\b(?:in|among|of) (?:\w+ )?men\b", re.I)
_ADULT, _OLDER, _CHILDBEARING = 18, 60, 55


def indirect(record: Record, subject: Subject) -> tuple[str, ...]:
    """Why the study's people are not like this one, in words; empty if nothing speaks against it.

    What is not known of the person speaks against nothing.
    """
    return tuple(dict.fromkeys(_reasons(record, subject)))


def _reasons(record: Record, subject: Subject) -> Iterator[str]:
    if record.grade.design == "animal or in vitro":
        yield "not studied in people"
        return
    if subject.age is not None and (reason := _age(record, subject.age)):
        yield reason
    yield from _sex(record, subject)


def _age(record: Record, age: int) -> str | None:
    groups = [_AGES[heading] for heading in record.mesh if heading in _AGES]
    if groups:
        if any(low <= age <= high for low, high in groups):
            return None
        low, high = min(low for low, _ in groups), max(high for _, high in groups)
        return f"studied at ages {low} to {high}" if high < 120 else f"studied from the age of {low}"
    if age > _ADULT and _CHILDREN.search(record.title):
        return "about children"
    return "about older people" if age < _OLDER and _OLD.search(record.title) else None


def _sex(record: Record, subject: Subject) -> Iterator[str]:
    headings = set(record.mesh)
    women = "Female" in headings and "Male" not in headings
    men = "Male" in headings and "Female" not in headings
    past_childbearing = subject.age is not None and subject.age > _CHILDBEARING
    if (subject.sex == "male" or past_childbearing) and _PREGNANT.search(record.title):
        yield "about pregnancy"
    elif subject.sex == "male" and (women or (not men and _WOMEN.search(record.title))):
        yield "studied in women"
    elif subject.sex == "female" and (men or (not women and _MEN.search(record.title))):
        yield "studied in men"
