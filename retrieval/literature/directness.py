"""How directly a study speaks to one person: GRADE's "indirectness of the population", from headings, title and text.

Guyatt GH et al., GRADE guidelines 8: rating the quality of evidence, indirectness. J Clin Epidemiol 2011.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from retrieval.literature import groups
from retrieval.record import Record
from retrieval.subject import Subject

Kind = Literal["not in people", "age", "sex", "pregnancy"]


class Indirect(NamedTuple):
    """One reason. `whom`, as in "In rats: …", where a finding must not be read as if it were of this person.

    An adult of another age than the study's has `whom` None: that weighs less, and is the rule rather than the
    exception.
    """

    kind: Kind
    why: str
    whom: str | None = None


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
_OLD = re.compile(r"\b(?:older (?:adults|people|patients|persons)|elderly|geriatric|frail)\b", re.I)
_ADULT, _OLDER, _CHILDBEARING = 18, 60, 55


def indirect(record: Record, subject: Subject, question: str = "") -> tuple[Indirect, ...]:
    """Why the study's people are not like this one; empty if nothing speaks against it.

    What is not known of the person speaks against nothing, and neither does a group that `question` itself names.
    """
    found = dict.fromkeys(_reasons(record, subject))
    return tuple(one for one in found if not (one.whom and groups.names(one.whom, question)))


def _reasons(record: Record, subject: Subject) -> Iterator[Indirect]:
    people = "Humans" in record.mesh
    animal = None if people else groups.studied(record.title)
    if animal or (record.grade.design == "animal or in vitro" and not (people and _AGES.keys() & set(record.mesh))):
        whom = animal or groups.species(f"{record.title}. {record.text}") or groups.LABORATORY
        yield Indirect("not in people", "not studied in people", whom)
        return
    if subject.age is not None and (reason := _age(record, subject.age)):
        yield reason
    yield from _sex(record, subject)


def _age(record: Record, age: int) -> Indirect | None:
    tagged = [_AGES[heading] for heading in record.mesh if heading in _AGES]
    if tagged:
        if any(low <= age <= high for low, high in tagged):
            return None
        low, high = min(low for low, _ in tagged), max(high for _, high in tagged)
        why = f"studied at ages {low} to {high}" if high < 120 else f"studied from the age of {low}"
        if age > _ADULT >= high:
            return Indirect("age", why, groups.young(f"{record.title}. {record.text}") or "children")
        return Indirect("age", why, "adults" if age < _ADULT < low else None)
    young, grown = groups.young(record.title), groups.grown(record.title)
    if not (young or grown):  # then the text says whom it is about
        young, grown = groups.young_studied(record.text), groups.grown(record.text)
    if age > _ADULT and young and not grown:
        return Indirect("age", "about children", young)
    if age < _ADULT and grown and not young:
        return Indirect("age", "about adults", "adults")
    return Indirect("age", "about older people") if age < _OLDER and _OLD.search(record.title) else None


def _sex(record: Record, subject: Subject) -> Iterator[Indirect]:
    headings = set(record.mesh)
    women = "Female" in headings and "Male" not in headings
    men = "Male" in headings and "Female" not in headings
    past_childbearing = subject.age is not None and subject.age > _CHILDBEARING
    not_pregnant = subject.sex == "male" or past_childbearing or subject.pregnant is False
    if not_pregnant and groups.names("pregnancy", record.title):
        yield Indirect("pregnancy", "about pregnancy", "pregnancy")
    elif subject.sex == "male" and (women or (not men and groups.of_women(record.title))):
        yield Indirect("sex", "studied in women", "women")
    elif subject.sex == "female" and (men or (not women and groups.of_men(record.title))):
        yield Indirect("sex", "studied in men", "men")
