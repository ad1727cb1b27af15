"""Did the question ask for what a cohort or a score finds?"""

from __future__ import annotations

import pytest

from copilot.answering.computed import answered, asks_quantity
from retrieval.evidence import Evidence

SCORE = Evidence(
    id="score:cha2ds2-vasc:0",
    kind="score",
    title="CHA2DS2-VASc: stroke and systemic embolism in atrial fibrillation",
    text="CHA2DS2-VASc is 4 for this patient.",
)
COHORT = Evidence(
    id="cohort:0", kind="cohort", title="Stroke within 1 year: AF", text="Of 40 patients, 15 had stroke."
)


@pytest.mark.parametrize(
    "part",
    [
        "What is the risk of stroke in atrial fibrillation within 1 year?",
        "what is the CHA2DS2-VASc score of this patient",
        "How often does stroke recur?",
        "How likely is a stroke?",
        "Is her risk of stroke high?",
        "Will this patient have a stroke?",
        "Stroke risk in atrial fibrillation",
        "What is the creatinine clearance of this patient",
        "What is the 30-day mortality of hip fracture?",
    ],
)
def test_a_quantity_is_asked_for(part: str) -> None:
    assert asks_quantity(part)


@pytest.mark.parametrize(
    "part",
    [
        "Does frailty raise the risk of stroke in adults with atrial fibrillation?",
        "Is frailty associated with stroke in adults with atrial fibrillation?",
        "Does apixaban lower her risk of stroke?",
        "What does yoga do to stroke in atrial fibrillation?",
        "What are the risk factors for stroke?",
        "What is the effect of statins on the risk of stroke?",
        "Is obesity a risk factor for death in COVID-19?",
        "How is gout treated?",
    ],
)
def test_what_changes_a_risk_is_another_question(part: str) -> None:
    assert not asks_quantity(part)


def test_the_parts_that_a_computed_text_answers() -> None:
    parts = ["what is the CHA2DS2-VASc score of this patient", "does a high score predict dementia"]
    assert answered(parts, SCORE) == {0}
    assert answered(parts, COHORT) == frozenset()
    assert answered(["What is the risk of stroke in AF?"], COHORT) == {0}
    assert answered(["What is the eGFR of this patient"], SCORE) == frozenset()
