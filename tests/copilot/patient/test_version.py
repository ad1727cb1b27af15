from __future__ import annotations

from typing import Any

import pytest
from samples_fhir import bundle, order, problem, result

from copilot.patient.errors import WrongFhirVersion
from copilot.patient.version import require_r4

SUBJECT = {"reference": "Patient/Quillonetta"}


@pytest.mark.parametrize(
    ("resource", "version", "place"),
    [
        ({"resourceType": "Condition", "clinicalStatus": "active"}, "STU3", "ofType(Condition).clinicalStatus"),
        ({"resourceType": "Condition", "assertedDate": "2010"}, "STU3", "assertedDate"),
        ({"resourceType": "MedicationRequest", "requester": {"agent": SUBJECT}}, "STU3", "requester"),
        ({"resourceType": "MedicationStatement", "taken": "y"}, "STU3", "taken"),
        ({"resourceType": "MedicationOrder"}, "STU3", "ofType(MedicationOrder)"),
        ({"resourceType": "Encounter", "reason": [{"text": "Quillonetta"}]}, "STU3", "reason"),
        ({"resourceType": "Observation", "comment": "Quillonetta"}, "STU3", "comment"),
        ({"resourceType": "Procedure", "notDone": True}, "STU3", "notDone"),
        ({"resourceType": "Encounter", "class": [{"text": "x"}]}, "R5", "class"),
        ({"resourceType": "Encounter", "actualPeriod": {}}, "R5", "actualPeriod"),
        ({"resourceType": "Encounter", "reason": [{"use": []}]}, "R5", "reason"),
        ({"resourceType": "MedicationRequest", "medication": {"concept": {}}}, "R5", "medication"),
        ({"resourceType": "Procedure", "occurrenceDateTime": "2020"}, "R5", "occurrenceDateTime"),
        ({"resourceType": "AllergyIntolerance", "type": {"coding": []}}, "R5", "type"),
        ({"resourceType": "MedicationUsage"}, "R5", "ofType(MedicationUsage)"),
        (
            {"resourceType": "Patient", "meta": {"profile": ["http://hl7.org/fhir/5.0/StructureDefinition/Patient"]}},
            "R5",
            "meta.profile",
        ),
    ],
)
def test_another_version_is_refused_at_its_place(resource: dict[str, Any], version: str, place: str) -> None:
    with pytest.raises(WrongFhirVersion, match=version) as caught:
        require_r4(resource, "Bundle.entry[3].resource")
    assert "Bundle.entry[3].resource" in caught.value.what
    assert place in caught.value.what
    assert "Quillonetta" not in str(caught.value)


def test_r4_passes() -> None:
    for entry in bundle(problem(), order(), result("2160-0", 1, "mg/dL", "2020"))["entry"]:
        require_r4(entry["resource"], "x")
    require_r4({"resourceType": "AllergyIntolerance", "type": "allergy"}, "x")
    require_r4({"resourceType": "Encounter", "class": {"code": "AMB"}}, "x")
