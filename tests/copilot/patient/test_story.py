"""What a note says of its patient."""

from __future__ import annotations

import pytest

from copilot.patient.story import told

NOTE = (
    "78-year-old woman with AF, CHF and type 2 diabetes. Takes Eliquis and metformin. No history of stroke. "
    "Mother had breast cancer. Denies asthma. Possible pneumonia. Allergic to aspirin."
)


def test_what_is_stated_of_the_patient_is_taken() -> None:
    context = told(NOTE)
    assert (context.age, context.sex) == (78, "female")
    assert [one.text for one in context.conditions] == [
        "atrial fibrillation",
        "heart failure",
        "type 2 diabetes mellitus",
    ]
    assert [one.text for one in context.medications] == ["apixaban", "metformin"]
    assert context.note == NOTE


@pytest.mark.parametrize(
    "note", ["MS for years.", "He is as well as expected; it was a fall.", "pt denies COPD, CAD and gout", "r/o PE"]
)
def test_what_is_doubtful_denied_or_only_a_word_is_not(note: str) -> None:
    found = [one.text for one in told(note).conditions]
    assert found == (["fall"] if "fall" in note else [])


@pytest.mark.parametrize(
    "note",
    [
        "Heart failure was excluded by echocardiography.",
        "Pulmonary embolism has been ruled out.",
        "Atrial fibrillation: denied.",
        "Diabetes: no.",
        "Absence of heart failure.",
        "Her son has type 1 diabetes.",
        "Aunt with breast cancer.",
        "Stroke in his father.",
        "Warfarin was stopped last week.",
        "Apixaban discontinued.",
    ],
)
def test_what_is_taken_back_behind_it_or_is_a_relatives_is_not(note: str) -> None:
    context = told(note)
    assert (context.conditions, context.medications) == ([], [])


def test_what_stands_in_another_clause_takes_nothing_back() -> None:
    context = told("Heart failure since 2019; asthma was excluded. Takes apixaban, aspirin was stopped.")
    assert [one.text for one in context.conditions] == ["heart failure"]
    assert [one.text for one in context.medications] == ["apixaban"]
