"""What a prompt says about a patient."""

from __future__ import annotations

import pytest

from copilot.patient_line import render
from copilot.schema import Condition, Lab, PatientContext


@pytest.mark.parametrize(
    ("patient", "line"),
    [
        (
            PatientContext(age=78, sex="male", conditions=["heart failure", "chronic kidney disease"]),
            "Patient: 78-year-old man with heart failure and chronic kidney disease.\n",
        ),
        (PatientContext(age=93, sex="female"), "Patient: 90-or-older woman.\n"),
        (PatientContext(conditions=["COPD"]), "Patient: person with COPD.\n"),
        (
            PatientContext(age=50, medications=["apixaban"], labs=[Lab(name="INR", value=1.1, unit="1")]),
            "Patient: 50-year-old person, taking apixaban; INR 1.1.\n",
        ),
        (
            PatientContext(conditions=[Condition(text="pulmonary embolism", certainty="unconfirmed"), "asthma"]),
            "Patient: person with suspected pulmonary embolism and asthma.\n",
        ),
        (PatientContext(), ""),
        (None, ""),
    ],
)
def test_the_line_and_what_was_used(patient: PatientContext | None, line: str) -> None:
    text, used = render(patient)
    assert text == line
    assert bool(used) == bool(line)


def test_an_age_from_90_on_is_not_told() -> None:
    assert "93" not in str(render(PatientContext(age=93, sex="female")))
