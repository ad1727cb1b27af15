"""Small FHIR records of our own, resource by resource."""

from __future__ import annotations

import base64
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


def problem(
    snomed: str = "84114007", display: str = "Heart failure", clinical: str = "active", **fields: Any
) -> Json:
    return {
        "resourceType": "Condition",
        "subject": {"reference": "Patient/p1"},
        "clinicalStatus": status("condition-clinical", clinical),
        "code": concept(SNOMED, snomed, display),
        **fields,
    }


def order(rxnorm: str = "1364430", display: str = "apixaban 5 MG Oral Tablet", **fields: Any) -> Json:
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "medicationCodeableConcept": concept(RXNORM, rxnorm, display),
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


CANARY = "Quillonetta"


def canary_record() -> Json:
    """A record with a token of its own wherever a person may be named, numbered, found or described."""
    name = {"family": CANARY, "given": ["Zephrine"], "text": f"Zephrine {CANARY}"}
    extension = [{"url": "http://x.test/e", "valueString": CANARY, "extension": [{"url": "n", "valueCode": CANARY}]}]
    here = {"extension": extension, "text": {"status": "generated", "div": f"<div>{CANARY}</div>"}}
    note = [{"text": f"Seen with {CANARY}", "authorString": CANARY, "time": "2024-05-05"}]
    subject = {"reference": "Patient/p-canary-1", "display": CANARY}
    patient = {
        "resourceType": "Patient",
        "id": "p-canary-1",
        "gender": "female",
        "birthDate": "1961-03-04",
        "name": [name, {"use": "maiden", "family": "Obermoltke"}],
        "identifier": [{"system": "http://x.test/mrn", "value": "MRN-77120934"}],
        "telecom": [
            {"system": "phone", "value": "555-867-5309"},
            {"system": "email", "value": "zephrine@quillonetta.test"},
        ],
        "address": [
            {"line": ["12 Fennimarket Lane"], "city": "Brockelhurst", "postalCode": "03655", "country": "US"}
        ],
        "contact": [{"name": {"family": "Varnholt", "given": ["Tibor"]}, "telecom": [{"value": "555-201-3344"}]}],
        "communication": [{"language": {"text": CANARY}}],
        **here,
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName",
                "valueString": "Isolde Krambeck",
            },
            {
                "url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
                "valueAddress": {"city": "Ostrapur"},
            },
            *extension,
        ],
    }
    condition = {
        **problem(display=f"Heart failure ({CANARY})", subject=subject, note=note),
        "recorder": {"reference": "Practitioner/doc-9", "display": "Dr. Lucasta Pemberwick"},
        "encounter": {"reference": "Encounter/visit-555123", "display": CANARY},
        **here,
    }
    condition["code"]["text"] = f"Heart failure of {CANARY}"
    local = {"system": "http://hospital.test/codes", "code": CANARY, "display": CANARY}
    medication = order(
        subject=subject, dosageInstruction=[{"text": f"as told to {CANARY}"}], note=note, authoredOn="2024-05-05"
    )
    values = [
        result("2160-0", 1.4, "mg/dL", "2024-05-05", subject=subject, note=note, display=f"Creatinine {CANARY}"),
        {**result("718-7", 12, CANARY, "2024-05-05", subject=subject), "code": {"coding": [local], "text": CANARY}},
        {**result("8480-6", 140, "mm[Hg]", "1961-03-04", subject=subject), "code": {"coding": [local]}},
    ]
    report = {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "subject": subject,
        "code": {"text": CANARY},
        "conclusion": f"Nothing new in {CANARY}.",
        "presentedForm": [
            {"contentType": "text/plain", "data": _base64(f"Dear {CANARY}"), "url": f"http://{CANARY}.test"},
            {"contentType": "application/pdf", "data": "JVBERi0xLjQK/w==", "title": CANARY},
        ],
    }
    visit = {
        "resourceType": "Encounter",
        "id": "visit-555123",
        "status": "finished",
        "class": local,
        "subject": subject,
        "serviceProvider": {"display": "Wexmoor Infirmary"},
        "participant": [{"individual": {"display": "Dr. Lucasta Pemberwick"}}],
    }
    others = [
        {"resourceType": "Practitioner", "id": "doc-9", "name": [{"family": "Pemberwick", "given": ["Lucasta"]}]},
        {"resourceType": "Organization", "id": "org-1", "name": "Wexmoor Infirmary", "alias": ["Wexmoor"]},
        {"resourceType": "RelatedPerson", "id": "rel-1", "name": [{"text": "Ottoline Varnholt"}], "patient": subject},
    ]
    whole = bundle(patient, condition, medication, *values, report, visit, *others)
    return {**whole, "id": "b-77120934", "identifier": {"value": "MRN-77120934"}}


CANARIES = (
    "Quillonetta Zephrine Obermoltke MRN-77120934 77120934 867-5309 @ Fennimarket Brockelhurst 03655 Varnholt Tibor "
    "201-3344 Krambeck Isolde Ostrapur Pemberwick Lucasta Wexmoor Ottoline p-canary-1 visit-555123 doc-9 1961-03-04 "
    "1961-03 hospital.test x.test"
).split()


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
