"""A synthetic patient as a FHIR R4 Bundle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from retrieval.scores.measures import measures

TODAY = date(2025, 6, 30)
"""The day of every case: ages and staleness refer to it."""
SNOMED = "http://snomed.info/sct"
_RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
_UCUM = "http://unitsofmeasure.org"
_REFERENCE = {"reference": "Patient/case"}
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
Bundle = dict[str, Any]


class Value(NamedTuple):
    """A measured value by its name in `retrieval/scores/measures.toml`; `unit` in UCUM."""

    measure: str
    value: float
    unit: str


def bundle(
    age: int,
    sex: str,
    conditions: Sequence[tuple[str, str]] = (),
    drugs: Sequence[tuple[str, str]] = (),
    values: Sequence[Value] = (),
) -> Bundle:
    """The record of a patient of `age` on TODAY. Conditions: (SNOMED CT code, words); drugs: (RxNorm code, words)."""
    born = date(TODAY.year - age, 3, 1).isoformat()
    patient = {"resourceType": "Patient", "id": "case", "gender": sex, "birthDate": born}
    resources = [patient, *map(_condition, conditions), *map(_drug, drugs), *map(_value, values)]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


def _condition(term: tuple[str, str]) -> Bundle:
    return {
        "resourceType": "Condition",
        "subject": _REFERENCE,
        "clinicalStatus": {"coding": [{"system": _CLINICAL, "code": "active"}]},
        "code": _concept(SNOMED, *term),
    }


def _drug(term: tuple[str, str]) -> Bundle:
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "subject": _REFERENCE,
        "medicationCodeableConcept": _concept(_RXNORM, *term),
    }


def _value(value: Value) -> Bundle:
    measure = measures()[value.measure]
    return {
        "resourceType": "Observation",
        "status": "final",
        "subject": _REFERENCE,
        "code": _concept("http://loinc.org", measure.loinc[0], measure.label),
        "effectiveDateTime": "2025-06-01",
        "valueQuantity": {"value": value.value, "unit": value.unit, "system": _UCUM, "code": value.unit},
    }


def _concept(system: str, code: str, words: str) -> Bundle:
    return {"coding": [{"system": system, "code": code, "display": words}], "text": words}
