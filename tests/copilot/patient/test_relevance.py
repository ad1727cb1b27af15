from __future__ import annotations

from copilot.patient.relevance import ranked
from copilot.patient_line import MOST_WORDS, render
from copilot.schema import Allergy, Condition, Lab, Medication, Occurrence, PatientContext


def long_record() -> PatientContext:
    return PatientContext(
        age=76,
        sex="male",
        smoking="former",
        conditions=[
            *(Condition(text=f"Chronic condition number {n} of a long list", status="active") for n in range(20)),
            Condition(text="Gastrointestinal hemorrhage (disorder)", status="resolved"),
            Condition(text="Atrial fibrillation", status="active"),
        ],
        medications=[
            Medication(text="24 HR Donepezil 10 MG / Memantine 28 MG Extended Release Oral Capsule", status="active"),
            Medication(text="Ibuprofen 200 MG Oral Tablet", status="stopped"),
        ],
        labs=[
            Lab(name="body height", value=170, unit="cm", kind="vital sign"),
            Lab(
                name="haemoglobin", value=9.1, unit="g/dL", trend="falling", previous=11.0, days_before=30, stale=True
            ),
            Lab(name="TSH", value=2, unit="m[IU]/L", stale=True),
            Lab(name="creatinine", value=1.8, unit="mg/dL", as_recorded="159 umol/L", system="http://loinc.org"),
        ],
        allergies=[Allergy(text="Allergy to penicillin", status="active", criticality="high")],
        procedures=[Occurrence(text="Colonoscopy")],
    )


def _names(patient: PatientContext, question: str, reason: int) -> list[str]:
    found = [fact for fact, why in ranked(patient, question) if why == reason]
    return [fact.name if isinstance(fact, Lab) else fact.text for fact in found]


def test_words_of_the_question_come_first_then_its_topic_then_what_is_current() -> None:
    patient = long_record()
    question = "Does a past hemorrhage raise the risk of bleeding on anticoagulants?"
    assert _names(patient, question, 0) == ["Gastrointestinal hemorrhage (disorder)"]
    assert _names(patient, question, 1) == ["Atrial fibrillation", "haemoglobin"]
    assert "creatinine" in _names(patient, question, 2)
    assert "TSH" not in str(ranked(patient, question))


def test_what_is_past_or_beside_the_point_is_shown_only_if_asked_about() -> None:
    patient = long_record()
    unasked = str(ranked(patient, "Who gets gout?"))
    for name in ("hemorrhage", "Ibuprofen", "height", "haemoglobin", "penicillin", "Colonoscopy"):
        assert name not in unasked
    assert _names(patient, "Is penicillin or ibuprofen safe after colonoscopy?", 0) == [
        "Ibuprofen 200 MG Oral Tablet",
        "Allergy to penicillin",
        "Colonoscopy",
    ]


def test_the_line_is_short_whatever_the_record_and_lists_what_it_says() -> None:
    patient = long_record()
    line, used = render(patient, "Does atrial fibrillation with bleeding need ibuprofen?")
    assert len(line.split()) <= MOST_WORDS
    assert "with Atrial fibrillation" in line
    assert "no longer taking Ibuprofen" in line
    assert "haemoglobin 9.1 g/dL (old)" in line
    assert "former smoker" in line
    assert "laboratory value: haemoglobin 9.1 g/dL (30 days before the newest entry, stale, falling from 11)" in used
    assert "medication: Ibuprofen 200 MG Oral Tablet (stopped)" in used
    shown = [entry for entry in used if entry.startswith("condition")]
    assert 0 < len(shown) < len(patient.conditions)


def test_the_line_names_ingredients_and_history() -> None:
    patient = PatientContext(
        conditions=[Condition(text="Stroke (disorder)", status="resolved")],
        medications=["24 HR Donepezil 10 MG / Memantine 28 MG Oral Capsule"],
        procedures=["Colonoscopy"],
        pregnant=True,
    )
    line, used = render(patient, "stroke and colonoscopy")
    assert line == "Patient: pregnant person, taking Donepezil / Memantine, history of Stroke and Colonoscopy.\n"
    assert used[0] == "pregnancy"


def test_the_source_of_a_converted_value_is_named() -> None:
    _, used = render(PatientContext(labs=[long_record().labs[-1]]))
    assert used == ["laboratory value: creatinine 1.8 mg/dL (recorded as 159 umol/L)"]


def test_the_same_record_and_question_give_the_same_line() -> None:
    lines = {render(long_record(), "bleeding with kidney disease")[0] for _ in range(5)}
    assert len(lines) == 1
