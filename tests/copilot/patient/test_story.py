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
