"""Impossible values are caught, rare ones are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.safety.dosing import asks_dose, states_dose
from copilot.safety.impossible import impossible_value
from copilot.safety.premise import unheard_of


@pytest.mark.parametrize(
    "question",
    [
        "Is apixaban safe in a patient aged 240 years?",
        "What does a heart rate of 2,000 bpm mean?",
        "How should a potassium of 60 mmol/L be treated?",
        "The patient has a temperature of 60 °C.",
        "Prognosis with a pH of 2?",
        "Glasgow Coma Scale of 2?",
        "Oxygen saturation of 140%: is this normal?",
        "What is the risk in a 310-year-old woman?",
        "GCS 2 and unresponsive, what is the prognosis?",
        "INR was 250 today",
        "potassium of -3 in dialysis",
    ],
)
def test_an_impossible_value_is_named(question: str) -> None:
    assert impossible_value(question)


@pytest.mark.parametrize(
    "question",
    [
        "Is a platelet count of 1,200 x10^9/L dangerous?",
        "What does a CK of 120,000 U/L mean after a seizure?",
        "White cell count 350,000 per microlitre: when is leukapheresis needed?",
        "Potassium of 7.8 mmol/L: which ECG changes are typical?",
        "How is a core temperature of 24 °C rewarmed?",
        "Haemoglobin of 140 g/L in a man?",
        "HbA1c of 85 mmol/mol: which drug?",
        "Urine pH of 5 and uric acid stones?",
        "A temperature of 104 °F in a child?",
        "Does a heart rate increase of 2,000% occur?",
        "Age over 65 years and 1,000 patients?",
        "A 104-year-old woman with hip fracture: does surgery help?",
        "How was blood pressure in 2019/2020 cohorts, and in BP surveys of 2019/20?",
    ],
)
def test_a_rare_value_is_let_through(question: str) -> None:
    assert impossible_value(question) is None


@given(st.integers(30, 220), st.integers(0, 122))
def test_values_of_the_living_pass(rate: int, age: int) -> None:
    assert impossible_value(f"A {age}-year-old man with a heart rate of {rate} bpm: what next?") is None


def test_made_up_names_are_named_and_real_ones_pass() -> None:
    assert unheard_of("Does florbenazepam help?") == "florbenazepam"
    assert unheard_of("Is Hartweger syndrome associated with renal failure?") == "Hartweger syndrome"
    for real in ("semaglutide", "apixaban", "tocilizumab", "dexamethasone"):
        assert unheard_of(f"Does {real} help in Lynch syndrome?") is None


def test_a_dose_needs_a_source_that_states_one() -> None:
    assert asks_dose("What dose of apixaban for this patient?")
    assert not asks_dose("Does apixaban reduce stroke?")
    asked = "What is the dose of apixaban in adults with anaemia?"
    assert states_dose(asked, ["Patients received apixaban 5 mg twice daily."])
    assert not states_dose(asked, ["Patients received warfarin 5 mg daily."])
    assert not states_dose(asked, ["In anaemia haemoglobin was 10 g/dL and glucose 100 mg/dL."])


@pytest.mark.parametrize(
    "question",
    [
        "She is 240 years old, what is her stroke risk?",
        "He turned 165 last week.",
        "BP 900/400, which drug?",
        "Blood pressure 80/120 in clinic",
        "K 55, ECG normal",
        "Weight 3,000 kg, which dose?",
        "He slept 31 hours a day last week.",
        "The risk of death is 140%.",
        "Platelets of -40, transfuse?",
        "My patient has three prostates.",
    ],
)
def test_what_cannot_be_is_told_in_many_wordings(question: str) -> None:
    assert impossible_value(question)


@pytest.mark.parametrize(
    "question",
    [
        "A 104-year-old woman with a hip fracture",
        "BP 240/130 without symptoms",
        "He smoked 200 pack years.",
        "Follow-up of 200 patients over 30 years",
        "The risk of stroke is 140% higher in smokers.",
        "Vitamin K 100 after INR of 9",
        "Temperature of 104 °F in a toddler",
        "Base excess of -12 in sepsis",
    ],
)
def test_what_can_be_is_let_through(question: str) -> None:
    assert impossible_value(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Is rasburicase safe in glucose-6-phosphate dehydrogenase deficiency?",
        "Does GCS at 24 hours predict outcome after head injury?",
        "Her GCS fell 2 points overnight: is a scan needed?",
        "Does NIHSS at 90 days predict return to work?",
        "Creatinine - 2.1, potassium - 5.9: is spironolactone safe?",
        "Does an aspirate pH of 5.5 confirm the position of a nasogastric tube?",
        "Is a pH of 5.0 in the urine a risk for stones?",
        "How is a tumour of the left bladder wall staged?",
    ],
)
def test_a_time_a_dash_or_another_fluid_is_no_impossible_value(question: str) -> None:
    assert impossible_value(question) is None
