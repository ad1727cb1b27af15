"""A PatientContext as retrieval needs it: age, sex, and coded conditions and drugs, the most telling first."""

from __future__ import annotations

from copilot.patient.relevance import ranked
from copilot.schema import Condition, Medication, PatientContext
from retrieval.subject import Subject, Term


def subject(patient: PatientContext | None, question: str = "") -> Subject:
    """What evidence may know of the patient; nothing without one."""
    if patient is None:
        return Subject()
    facts = [fact for fact, _ in ranked(patient, question)]
    conditions = [fact for fact in facts if isinstance(fact, Condition) and fact.certainty != "unconfirmed"]
    drugs = [fact for fact in facts if isinstance(fact, Medication)]
    return Subject(
        age=patient.age,
        sex=patient.sex,
        pregnant=patient.pregnant,
        conditions=tuple(Term(text=one.text, system=one.system, code=one.code) for one in conditions),
        drugs=tuple(Term(text=one.text, system=one.system, code=one.code) for one in drugs),
    )
