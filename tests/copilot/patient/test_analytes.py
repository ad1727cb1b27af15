"""Conversions against values that clinicians know by heart, and published equations."""

from __future__ import annotations

import pytest

from copilot.patient.analytes import analytes, ucum


@pytest.mark.parametrize(
    ("loinc", "value", "unit", "name", "expected", "in_unit"),
    [
        ("14682-9", 88.4, "umol/L", "creatinine", 1.0, "mg/dL"),
        ("2160-0", 1.2, "mg/dL", "creatinine", 1.2, "mg/dL"),
        ("14749-6", 5.55, "mmol/L", "glucose", 100.0, "mg/dL"),
        ("14647-2", 5.17, "mmol/L", "total cholesterol", 200.0, "mg/dL"),
        ("14927-8", 1.69, "mmol/L", "triglycerides", 150.0, "mg/dL"),
        ("59261-8", 53.0, "mmol/mol", "HbA1c", 7.0, "%"),
        ("59261-8", 48.0, "mmol/mol", "HbA1c", 6.5, "%"),
        ("14631-6", 17.1, "umol/L", "total bilirubin", 1.0, "mg/dL"),
        ("14937-7", 7.14, "mmol/L", "urea nitrogen", 20.0, "mg/dL"),
        ("22664-7", 7.14, "mmol/L", "urea nitrogen", 20.0, "mg/dL"),
        ("3091-6", 42.9, "mg/dL", "urea nitrogen", 20.0, "mg/dL"),
        ("718-7", 135.0, "g/L", "haemoglobin", 13.5, "g/dL"),
        ("59260-0", 8.4, "mmol/L", "haemoglobin", 13.5, "g/dL"),
        ("2000-8", 2.5, "mmol/L", "calcium", 10.0, "mg/dL"),
        ("8310-5", 98.6, "[degF]", "body temperature", 37.0, "Cel"),
        ("29463-7", 154.3, "[lb_av]", "body weight", 70.0, "kg"),
        ("8302-2", 70.0, "[in_i]", "body height", 177.8, "cm"),
        ("8302-2", 1.78, "m", "body height", 178.0, "cm"),
        ("8480-6", 16.0, "kPa", "systolic blood pressure", 120.0, "mm[Hg]"),
        ("2823-3", 4.1, "meq/L", "potassium", 4.1, "mmol/L"),
        ("9318-7", 3.4, "mg/mmol", "urine albumin-creatinine ratio", 30.0, "mg/g"),
    ],
)
def test_conversions(loinc: str, value: float, unit: str, name: str, expected: float, in_unit: str) -> None:
    analyte = analytes()[loinc]
    assert (analyte.name, analyte.unit) == (name, in_unit)
    assert analyte.convert(value, unit) == pytest.approx(expected, rel=0.01)


def test_a_unit_that_an_analyte_is_not_measured_in_is_not_guessed_at() -> None:
    assert analytes()["2160-0"].convert(1, "mmol/mol") is None


def test_codes_of_one_name_share_one_unit() -> None:
    units: dict[str, set[str]] = {}
    for analyte in analytes().values():
        units.setdefault(analyte.name, set()).add(analyte.unit)
    assert all(len(found) == 1 for found in units.values())


@pytest.mark.parametrize(
    ("code", "unit", "expected"),
    [
        ("mm[Hg]", "mmHg", "mm[Hg]"),
        (None, "mmHg", "mm[Hg]"),
        (None, "µmol/l", "umol/L"),
        (None, "mg/dl", "mg/dL"),
        (None, "mmol/L", "mmol/L"),
        (None, "°C", "Cel"),
        (None, "mL/min/1.73m2", "mL/min/{1.73_m2}"),
        (None, "K/uL", "10*3/uL"),
        (None, " ", None),
        (None, None, None),
    ],
)
def test_spellings_of_units(code: str | None, unit: str | None, expected: str | None) -> None:
    assert ucum(code, unit) == expected
