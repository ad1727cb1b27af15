"""Small FHIR records of our own, resource by resource."""

from __future__ import annotations

from datetime import date
from typing import Any

Json = dict[str, Any]
TODAY = date(2025, 6, 30)
SNOMED, LOINC = "http://snomed.info/sct", "http://loinc.org"
RXNORM, UCUM = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://unitsofmeasure.org"


def concept(system: str, code: str, display: str) -> Json:
    return {"coding": [{"system": system, "code": code, "display": display}]}


def status(kind: str, code: str) -> Json:
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{kind}", "code": code}]}


def person(**fields: Any) -> Json:
    return {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1950-07-01", **fields}


def problem(code: str = "84114007", display: str = "Heart failure", clinical: str = "active", **fields: Any) -> Json:
    return {
        "resourceType": "Condition",
        "subject": {"reference": "Patient/p1"},
        "clinicalStatus": status("condition-clinical", clinical),
        "code": concept(SNOMED, code, display),
        **fields,
    }


def order(code: str = "1364430", display: str = "apixaban 5 MG Oral Tablet", **fields: Any) -> Json:
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "medicationCodeableConcept": concept(RXNORM, code, display),
        **fields,
    }


def result(code: str, value: float, unit: str, when: str, display: str = "Result", **fields: Any) -> Json:
    return {
        "resourceType": "Observation",
        "status": "final",
        "subject": {"reference": "Patient/p1"},
        "code": concept(LOINC, code, display),
        "effectiveDateTime": when,
        "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit},
        **fields,
    }


def bundle(*resources: Json, type: str = "collection") -> Json:
    return {"resourceType": "Bundle", "type": type, "entry": [{"resource": one} for one in resources]}
