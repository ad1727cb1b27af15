"""The allow-lists as data: every action exists, and nothing that names a person is let through by name."""

from __future__ import annotations

import pytest
from fhir.resources.R4B import get_fhir_model_class

from copilot.deid import allowlist
from copilot.deid.allowlist import fhir, omop, read
from copilot.deid.systems import is_code, public


def test_every_element_of_the_list_is_one_of_the_standard() -> None:
    """A misspelt element would be dropped without a sound."""
    for table, elements in fhir().items():
        if "." in table:
            continue
        fields = get_fhir_model_class(table).model_fields
        names = {field.alias or name for name, field in fields.items()}
        assert set(elements) <= names, table


@pytest.mark.parametrize(
    "element",
    [
        "name",
        "telecom",
        "identifier",
        "contact",
        "photo",
        "text",
        "extension",
        "performer",
        "recorder",
        "display",
        "author",
    ],
)
def test_no_table_lets_these_through(element: str) -> None:
    named = {table for table, elements in fhir().items() if element in elements}
    assert named <= {"CodeableConcept", "Annotation", "Dosage", "Coding", "Observation.referenceRange"} | {
        "MedicationAdministration.dosage"
    }
    if element not in ("text", "display"):
        assert not named


def test_omop_source_values_and_names_are_not_listed() -> None:
    for columns in omop().values():
        assert not [name for name in columns if name.endswith(("_source_value", "_datetime", "_name"))]
        assert not {"provider_id", "care_site_id", "month_of_birth", "day_of_birth", "birth_datetime"} & set(columns)


def test_an_unknown_action_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowlist, "ACTIONS", frozenset({"keep"}))
    with pytest.raises(ValueError, match="unknown action"):
        read("omop.toml")


@pytest.mark.parametrize(
    ("system", "code", "is_one"),
    [
        ("http://snomed.info/sct", "84114007", True),
        ("http://snomed.info/sct", "John Smith", False),
        ("http://loinc.org", "2160-0", True),
        ("http://loinc.org", "LA18978-9", True),
        ("http://loinc.org", "5551234", False),
        ("http://hl7.org/fhir/sid/icd-10-cm", "I50.9", True),
        ("http://terminology.hl7.org/CodeSystem/condition-clinical", "active", True),
        ("http://terminology.hl7.org/CodeSystem/condition-clinical", "MRN 123", False),
        ("http://hospital.test/codes", "K", False),
        ("http://hl7.org.evil.test/", "K", False),
        (None, "K", False),
        ("http://loinc.org", None, False),
    ],
)
def test_codes_of_public_systems(system: str | None, code: str | None, is_one: bool) -> None:
    assert is_code(system, code) is is_one


def test_a_hospitals_system_is_not_public() -> None:
    assert public("http://hospital.test/codes") is None
    assert public(["http://loinc.org"]) is None
