"""From a patient context to the scores worth showing."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.schema import PatientContext
from copilot.scores_input import facts_of, scores_for

_LOINC = "http://loinc.org"


def lab(code: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
    return {"name": code, "value": value, "unit": unit, "system": _LOINC, "code": code} | more


def context(**fields: Any) -> PatientContext:
    return PatientContext.model_validate(fields)


def names(patient: PatientContext) -> set[str]:
    return {item.id.split(":")[1] for item in scores_for(patient)}


def test_a_score_is_shown_for_what_it_is_about() -> None:
    patient = context(age=76, sex="female", conditions=["Atrial fibrillation", "Hypertension"])
    texts = {item.id.split(":")[1]: item.text for item in scores_for(patient)}
    assert "CHA2DS2-VASc = 4 to 9 (range 0-9), depending on heart failure;" in texts["cha2ds2-vasc"]
    assert "has-bled" in texts
    assert "cha2ds2-vasc" not in names(context(age=76, sex="female", conditions=["Hypertension"]))


def test_nothing_is_read_as_absent() -> None:
    facts = facts_of(context(age=76, conditions=["Hypertension"]))
    assert facts.concepts == {"hypertension": True}


@pytest.mark.parametrize(
    "condition",
    [
        {"text": "Diabetes mellitus", "status": "resolved"},
        {"text": "Diabetes mellitus", "certainty": "unconfirmed"},
    ],
)
def test_what_is_over_or_unsure_does_not_count(condition: dict[str, Any]) -> None:
    assert facts_of(context(conditions=[condition])).concepts == {}


def test_an_event_counts_when_it_is_over() -> None:
    assert facts_of(context(conditions=[{"text": "Stroke", "status": "resolved"}])).concepts == {"stroke": True}


def test_drugs_count_while_they_are_taken() -> None:
    taken = context(medications=["Simvastatin 20 MG Oral Tablet", {"text": "Insulin glargine", "status": "stopped"}])
    assert facts_of(taken).concepts == {"statin": True}


def test_a_blood_pressure_drug_needs_the_diagnosis() -> None:
    assert "antihypertensive" not in facts_of(context(medications=["Metoprolol 50 MG"])).concepts
    both = context(medications=["Metoprolol 50 MG"], conditions=["Hypertension"])
    assert facts_of(both).concepts["antihypertensive"]


def test_smoking() -> None:
    assert facts_of(context(smoking="current")).concepts == {"current smoker": True}
    never = facts_of(context(smoking="never"))
    assert (never.concepts, never.choices) == ({"current smoker": False}, {"smoking": "never"})


def test_ages_from_90_on_are_a_range() -> None:
    patient = context(age=93, sex="female", conditions=["AF"], labs=[lab("2160-0", 1.0, "mg/dL")])
    assert facts_of(patient).numbers["age"] == {"value": 90, "comparator": ">="}
    assert "egfr" not in facts_of(patient).numbers
    assert "ckd-epi" not in names(patient)


def test_numbers_are_found_by_code_and_by_name() -> None:
    patient = context(
        labs=[
            lab("2160-0", 90, "umol/L"),
            {"name": "Systolic blood pressure", "value": 132, "unit": "mm[Hg]"},
            {"name": "Total cholesterol", "value": 5.1, "unit": "mmol/L"},
            {"name": "Glucose in urine", "value": 2, "unit": "mmol/L"},
            {"name": "Sodium", "value": 140, "unit": "mg/dL"},
        ]
    )
    assert set(facts_of(patient).numbers) == {"creatinine", "systolic_bp", "total_cholesterol"}


def test_what_follows_from_other_numbers() -> None:
    labs = [lab("2160-0", 1.0, "mg/dL"), lab("29463-7", 81, "kg"), lab("8302-2", 1.8, "m")]
    numbers = facts_of(context(age=50, sex="female", labs=labs)).numbers
    assert numbers["bmi"]["value"] == pytest.approx(25)
    assert numbers["egfr"]["value"] == pytest.approx(68.6, abs=0.1)


def test_old_values_are_said_beside_the_score() -> None:
    patient = context(age=50, sex="female", labs=[lab("2160-0", 1.0, "mg/dL", stale=True)])
    (shown,) = (item for item in scores_for(patient) if item.id.startswith("score:ckd-epi"))
    assert "= 69 mL/min/1.73 m2, from values of which some are old (serum creatinine); interpretation" in shown.text


def test_one_of_a_family_answers() -> None:
    labs = [lab("2093-3", 213, "mg/dL"), lab("2085-9", 50, "mg/dL"), lab("8480-6", 120, "mm[Hg]")]
    labs += [lab("33914-3", 90, "mL/min/{1.73_m2}"), lab("39156-5", 27, "kg/m2"), lab("4548-4", 5.6, "%")]
    patient = context(age=55, sex="male", smoking="never", conditions=["Type 2 diabetes"], labs=labs)
    prevent = {name for name in names(patient) if name.startswith("prevent")}
    assert prevent == {"prevent-hba1c-10y", "prevent-hba1c-30y"}


def test_scores_for_emergencies_are_left_to_the_bedside() -> None:
    labs = [lab("9279-1", 30, "/min"), lab("9269-2", 14, "{score}"), lab("8480-6", 90, "mm[Hg]")]
    patient = context(age=60, conditions=["Pneumonia"], labs=labs)
    assert not names(patient) & {"qsofa", "curb-65", "news2", "psi"}


def test_a_range_without_bounds_is_not_shown() -> None:
    assert "fib-4" not in names(context(age=60, sex="male", conditions=["Hepatitis C"]))


def test_a_record_that_says_nothing() -> None:
    assert scores_for(context()) == []
