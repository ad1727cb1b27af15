"""Problems, medications, allergies, procedures, encounters, demographics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from samples_fhir import RXNORM, SNOMED, TODAY, bundle, concept, order, person, problem, status

from copilot.patient.intake import from_document
from copilot.schema import MOST, PatientContext

Read = Callable[..., PatientContext]


@pytest.mark.parametrize(
    ("birth", "years"),
    [
        ("1950-07-01", 74),
        ("1950-06-30", 75),
        ("1935-06-30", 90),
        ("1920-01-01", 90),
        ("2025-01-01", 0),
        ("2030", None),
    ],
)
def test_ages_from_90_on_are_one(birth: str, years: int | None) -> None:
    assert from_document(bundle(person(birthDate=birth)), today=TODAY).age == years


def test_age_at_death() -> None:
    context = from_document(bundle(person(deceasedDateTime="2010-07-02")), today=TODAY)
    assert (context.age, context.deceased) == (60, True)


@pytest.mark.parametrize(("gender", "sex"), [("male", "male"), ("other", None), ("unknown", None)])
def test_sex(gender: str, sex: str | None) -> None:
    assert from_document(person(gender=gender), today=TODAY).sex == sex


def test_problems_with_status_certainty_and_onset_active_first(read: Read) -> None:
    context = read(
        problem(
            "22298006", "Myocardial infarction", "resolved", abatementDateTime="2020-01-01", onsetDateTime="2019"
        ),
        problem("38341003", "Hypertension", onsetDateTime="2010-06-30"),
        problem("44054006", "Type 2 diabetes", onsetDateTime="2025-06-30"),
        problem("73211009", "Refuted", verificationStatus=status("condition-ver-status", "refuted")),
        problem(
            "13645005", "COPD", verificationStatus=status("condition-ver-status", "provisional"), onsetDateTime="2009"
        ),
    )
    assert [(one.text, one.status) for one in context.conditions] == [
        ("Type 2 diabetes", "active"),
        ("Hypertension", "active"),
        ("COPD", "active"),
        ("Myocardial infarction", "resolved"),
    ]
    assert (context.conditions[1].days_before, context.conditions[1].code) == (5479, "38341003")
    assert context.conditions[2].certainty == "unconfirmed"


def test_a_problem_that_came_back_is_active_once(read: Read) -> None:
    context = read(
        problem(clinical="resolved", onsetDateTime="2010-01-01", abatementDateTime="2011-01-01"),
        problem(onsetDateTime="2020-01-01"),
    )
    assert [one.status for one in context.conditions] == ["active"]
    assert not any("resolved" in remark for remark in context.remarks)


@pytest.mark.parametrize(
    "entries",
    [
        (problem(onsetDateTime="2010"), problem(clinical="resolved", onsetDateTime="2010")),
        (problem(onsetDateTime="2010", abatementDateTime="2012"),),
    ],
)
def test_active_and_resolved_at_once_is_a_contradiction(read: Read, entries: tuple[Any, ...]) -> None:
    context = read(*entries)
    assert [one.status for one in context.conditions] == ["unknown"]
    assert "Heart failure: recorded as active and as resolved" in context.remarks


def test_medications_with_dose_dates_and_status(read: Read) -> None:
    dosage = {
        "doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg"}}],
        "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
        "asNeededBoolean": True,
    }
    context = read(
        order(authoredOn="2025-06-01", dosageInstruction=[dosage]),
        order("310965", "Ibuprofen 200 MG Oral Tablet", status="stopped", authoredOn="2025-06-30"),
        order("1", "Draft", status="draft"),
        order("2", "Not to be given", doNotPerform=True),
        order("3", "Proposed", intent="proposal"),
    )
    assert [(one.text, one.status, one.dose, one.days_before) for one in context.medications] == [
        ("apixaban 5 MG Oral Tablet", "active", "5 mg, 2 per 1 d, as needed", 29),
        ("Ibuprofen 200 MG Oral Tablet", "stopped", None, 0),
    ]


def test_a_drug_is_found_through_its_reference(read: Read) -> None:
    drug = {"resourceType": "Medication", "id": "m1", "code": concept(RXNORM, "11289", "warfarin")}
    by_entry = order(medicationReference={"reference": "Medication/m1"})
    contained = order(medicationReference={"reference": "#m1"}, contained=[drug])
    dangling = order(medicationReference={"reference": "Medication/none"})
    for one in (by_entry, contained, dangling):
        del one["medicationCodeableConcept"]
    assert [m.text for m in read(drug, by_entry).medications] == ["warfarin"]
    assert [m.text for m in read(contained).medications] == ["warfarin"]
    lost = read(dangling)
    assert not lost.medications
    assert "left out, medications without a name: 1" in lost.remarks


def _statement(code: str, **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement",
        "status": code,
        "subject": {"reference": "Patient/p1"},
        "medicationCodeableConcept": concept(RXNORM, "1364430", "apixaban 5 MG Oral Tablet"),
        **fields,
    }


def test_an_order_that_is_reported_as_not_taken_is_a_contradiction(read: Read) -> None:
    context = read(order(authoredOn="2025-01-01"), _statement("not-taken", dateAsserted="2025-06-01"))
    assert [one.status for one in context.medications] == ["unknown"]
    assert any("not taken" in remark for remark in context.remarks)


def test_a_drug_reported_as_active_after_its_end_is_a_contradiction(read: Read) -> None:
    context = read(_statement("active", effectivePeriod={"start": "2024-01-01", "end": "2025-01-01"}))
    assert context.medications[0].status == "unknown"
    assert (context.medications[0].days_before, context.medications[0].stopped_days_before) == (0, 0)
    assert any("ended" in remark for remark in context.remarks)


def test_allergies_with_criticality_and_reactions(read: Read) -> None:
    allergy = {
        "resourceType": "AllergyIntolerance",
        "patient": {"reference": "Patient/p1"},
        "clinicalStatus": status("allergyintolerance-clinical", "active"),
        "code": concept(SNOMED, "91936005", "Allergy to penicillin"),
        "criticality": "high",
        "reaction": [{"manifestation": [concept(SNOMED, "39579001", "Anaphylaxis")]}],
    }
    refuted = {**allergy, "verificationStatus": status("allergyintolerance-verification", "refuted")}
    found = read(allergy, {**refuted, "code": concept(SNOMED, "300916003", "Latex allergy")}).allergies
    assert [(one.text, one.status, one.criticality, one.reactions) for one in found] == [
        ("Allergy to penicillin", "active", "high", ["Anaphylaxis"])
    ]


def _procedure(when: str, **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "Procedure",
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "code": concept(SNOMED, "73761001", "Colonoscopy"),
        "performedDateTime": when,
        **fields,
    }


def test_procedures_that_took_place_newest_of_each(read: Read) -> None:
    context = read(
        _procedure("2020-06-30"),
        _procedure("2025-06-30"),
        _procedure("2025-06-01", status="not-done", code=concept(SNOMED, "1", "Not done")),
    )
    assert [(one.text, one.days_before) for one in context.procedures] == [("Colonoscopy", 0)]


def test_encounters_by_type_or_class(read: Read) -> None:
    visit = {
        "resourceType": "Encounter",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
        "subject": {"reference": "Patient/p1"},
        "period": {"start": "2025-06-01"},
    }
    typed = {
        **visit,
        "type": [concept(SNOMED, "50849002", "Emergency room admission")],
        "period": {"start": "2025-06-30"},
    }
    found = read(visit, typed, {**visit, "status": "planned"}).encounters
    assert [(one.text, one.days_before) for one in found] == [("Emergency room admission", 0), ("HL7 IMP", 29)]


def test_a_long_record_is_cut_and_says_so(read: Read) -> None:
    context = read(
        *(problem(str(10**8 + n), f"Problem {n}", onsetDateTime=f"20{n % 20:02d}") for n in range(MOST + 5))
    )
    assert len(context.conditions) == MOST
    assert "left out, older conditions: 5" in context.remarks


def test_pregnant_and_male_is_remarked_on() -> None:
    pregnancy = {
        "resourceType": "Observation",
        "status": "final",
        "code": concept("http://loinc.org", "82810-3", "Pregnancy status"),
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": "2025-06-01",
        "valueCodeableConcept": concept(SNOMED, "77386006", "Pregnant"),
    }
    context = from_document(bundle(person(gender="male"), pregnancy), today=TODAY)
    assert any("pregnant" in remark for remark in context.remarks)


def test_dates_in_the_future_are_not_used(read: Read) -> None:
    context = read(
        problem(onsetDateTime="2052-01-01"), problem("38341003", "Hypertension", onsetDateTime="2025-01-01")
    )
    assert context.conditions[-1].days_before is None
    assert "not used, dates in the future: 1" in context.remarks


@pytest.mark.parametrize(
    "ended",
    [
        _statement("stopped", effectivePeriod={"start": "2024-01-01", "end": "2025-05-01"}),
        order(status="stopped", authoredOn="2025-05-01"),
    ],
)
def test_an_order_that_was_stopped_since_is_a_contradiction(read: Read, ended: dict[str, Any]) -> None:
    context = read(order(authoredOn="2025-01-01"), ended)
    assert [one.status for one in context.medications] == ["unknown"]
    assert any("ended" in remark for remark in context.remarks)


def test_an_order_after_one_that_was_stopped_is_active(read: Read) -> None:
    context = read(order(status="stopped", authoredOn="2024-01-01"), order(authoredOn="2025-01-01"))
    assert [(one.status, context.remarks) for one in context.medications] == [("active", [])]


def _units(low: float, **timing: Any) -> dict[str, Any]:
    return {
        "doseAndRate": [{"doseQuantity": {"value": low, "unit": "units"}}],
        "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"} | timing},
    }


_TABLETS = {"low": {"value": 1, "unit": "tablet"}, "high": {"value": 2, "unit": "tablet"}}


@pytest.mark.parametrize(
    ("dosage", "dose"),
    [
        ([_units(10), _units(30)], "10 units, 1 per 1 d; 30 units, 1 per 1 d"),
        ([_units(2_400_000)], "2,400,000 units, 1 per 1 d"),
        ([_units(0.125)], "0.125 units, 1 per 1 d"),
        ([_units(10**400)], None),
        (
            [_units(5, frequencyMax=2, period=4, periodMax=6, periodUnit="h") | {"asNeededCodeableConcept": {}}],
            "5 units, 1 to 2 per 4 to 6 h",
        ),
        ([{"doseAndRate": [{"doseRange": _TABLETS}], "asNeededBoolean": True}], "1 to 2 tablet, as needed"),
        ([_units(10), {"patientInstruction": "see the leaflet"}], None),
    ],
)
def test_a_dose_is_told_whole_or_not_at_all(read: Read, dosage: list[dict[str, Any]], dose: str | None) -> None:
    assert read(order(dosageInstruction=dosage)).medications[0].dose == dose


def test_what_was_suspected_and_then_refuted_is_no_problem(read: Read) -> None:
    suspected = {"verificationStatus": status("condition-ver-status", "provisional"), "recordedDate": "2025-01-01"}
    refuted = {"verificationStatus": status("condition-ver-status", "refuted"), "recordedDate": "2025-02-01"}
    assert [one.certainty for one in read(problem(**suspected)).conditions] == ["unconfirmed"]
    assert read(problem(**suspected), problem(**refuted)).conditions == []
    again = problem(**suspected | {"recordedDate": "2025-03-01"})
    assert [one.certainty for one in read(again, problem(**refuted)).conditions] == ["unconfirmed"]
