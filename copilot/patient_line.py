"""The one line a prompt says about a patient, and the list of what it used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from copilot.patient.relevance import Fact, ranked
from copilot.schema import OLDEST, Allergy, Condition, Lab, Medication, Occurrence, PatientContext

MOST_WORDS = 60
"""Longest line: a model of 135 million parameters loses the question behind a longer one."""

_TAG = re.compile(r" \((?:disorder|finding|procedure|situation|morphologic abnormality|regime/therapy|substance)\)$")
"""The semantic tag of a SNOMED CT name."""
_STRENGTH = re.compile(r" \d[\d.]* (?:MG|ML|MCG|MEQ|UNT|ACTUAT|%)\b.*$", re.IGNORECASE)
_LEAD = re.compile(r"^(?:NDA\d+ )?(?:\d[\d.]* (?:HR|ML) )*", re.IGNORECASE)
"""What stands around the ingredient in the name of an RxNorm clinical drug."""
_NO_UNIT = ("1", "[pH]", "{score}")
"""UCUM's units of what a reader writes as a bare number."""
_SMOKERS = ("former", "current")
_MOST_OF_A_KIND = 6

T = TypeVar("T", bound=Fact)


def render(patient: PatientContext | None, question: str = "") -> tuple[str, list[str]]:
    """("Patient: 78-year-old man with heart failure.\\n", what was used); ("", []) without a patient.

    A long record is cut to what bears on the question, in at most MOST_WORDS words. Ages from 90 on are not told
    apart (HIPAA Safe Harbor, 45 CFR 164.514(b)(2)(i)(C)).
    """
    if patient is None:
        return "", []
    chosen: list[Fact] = []
    for fact, _ in ranked(patient, question):
        if sum(isinstance(one, type(fact)) for one in chosen) == _MOST_OF_A_KIND:
            continue
        if len(_line(patient, [*chosen, fact]).split()) <= MOST_WORDS:
            chosen.append(fact)
    used = [*_person(patient), *(_used(fact) for fact in sorted(chosen, key=_kind))]
    return (_line(patient, chosen), used) if used else ("", [])


def _person(patient: PatientContext) -> list[str]:
    used: list[str] = []
    if patient.age is not None:
        used.append(f"age: {'90 or older' if patient.age >= OLDEST else f'{patient.age} years'}")
    if patient.sex:
        used.append(f"sex: {patient.sex}")
    if patient.smoking in _SMOKERS:
        used.append(f"smoking: {patient.smoking}")
    if patient.pregnant:
        used.append("pregnancy")
    return used


def _line(patient: PatientContext, facts: list[Fact]) -> str:
    who = {"female": "woman", "male": "man", None: "person"}[patient.sex]
    age = "" if patient.age is None else "90-or-older" if patient.age >= OLDEST else f"{patient.age}-year-old"
    pregnant = "pregnant" if patient.pregnant else ""
    line = " ".join(filter(None, (age, pregnant, who)))
    conditions = _of(facts, Condition)
    if now := [_problem(one) for one in conditions if one.status != "resolved"]:
        line += f" with {_listed(now)}"
    drugs = _of(facts, Medication)
    if taken := [_ingredients(one) for one in drugs if one.status != "stopped"]:
        line += f", taking {_listed(taken)}"
    past = [one for one in conditions if one.status == "resolved"]
    done = _of(facts, Occurrence)
    if gone := [_plain(one.text) for one in (*past, *done)]:
        line += f", history of {_listed(gone)}"
    if stopped := [_ingredients(one) for one in drugs if one.status == "stopped"]:
        line += f", no longer taking {_listed(stopped)}"
    if allergic := [_plain(one.text) for one in _of(facts, Allergy)]:
        line += f", allergies: {_listed(allergic)}"
    if patient.smoking in _SMOKERS:
        line += f", {patient.smoking} smoker"
    if values := [_value(one) + (" (old)" if one.stale else "") for one in _of(facts, Lab)]:
        line += f"; {', '.join(values)}"
    return f"Patient: {line}.\n"


def _used(fact: Fact) -> str:
    match fact:
        case Lab():
            return f"{_LABELS[Lab] if fact.kind == 'laboratory' else fact.kind}: {_value(fact)}{_told(_of_lab(fact))}"
        case Condition() | Medication() | Allergy():
            status = "" if fact.status == "unknown" else fact.status
            dose = fact.dose if isinstance(fact, Medication) else None
            doubt = "not confirmed" if isinstance(fact, Condition) and fact.certainty == "unconfirmed" else None
            return f"{_LABELS[type(fact)]}: {_plain(fact.text)}{_told(filter(None, (status, dose, doubt)))}"
        case _:
            return f"{_LABELS[type(fact)]}: {_plain(fact.text)}"


def _of_lab(lab: Lab) -> Iterable[str]:
    if lab.days_before:
        yield f"{lab.days_before} days before the newest entry"
    if lab.stale:
        yield "stale"
    if lab.trend and lab.previous is not None:
        yield f"{lab.trend} from {lab.previous:g}"
    if lab.as_recorded:
        yield f"recorded as {lab.as_recorded}"


_LABELS: dict[type[Fact], str] = {
    Condition: "condition",
    Medication: "medication",
    Lab: "laboratory value",
    Allergy: "allergy",
    Occurrence: "procedure",
}


def _kind(fact: Fact) -> int:
    return list(_LABELS).index(type(fact))


def _value(lab: Lab) -> str:
    unit = "" if lab.unit in _NO_UNIT else f" {lab.unit}"
    return f"{lab.name} {lab.comparator or ''}{lab.value:g}{unit}"


def _told(details: Iterable[str]) -> str:
    told = ", ".join(details)
    return f" ({told})" if told else ""


def _of(facts: list[Fact], kind: type[T]) -> list[T]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _ingredients(drug: Medication) -> str:
    """ "Donepezil / Memantine" for "24 HR Donepezil 10 MG / Memantine 28 MG Extended Release Oral Capsule"."""
    return " / ".join(_STRENGTH.sub("", _LEAD.sub("", part)) for part in drug.text.split(" / "))


def _problem(one: Condition) -> str:
    return f"suspected {_plain(one.text)}" if one.certainty == "unconfirmed" else _plain(one.text)


def _plain(text: str) -> str:
    return _TAG.sub("", text)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
