from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.query.courtesy import bare


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (
            "Could you please tell me: is frailty associated with mortality after surgery? Thank you.",
            "Is frailty associated with mortality after surgery?",
        ),
        ("Hello, can you explain whether apixaban is safe in CKD, thanks", "Apixaban is safe in CKD"),
        ("I was wondering if statins prevent dementia? Many thanks in advance!", "Statins prevent dementia?"),
        ("Please let me know what predicts death in cirrhosis.", "What predicts death in cirrhosis."),
        ("She is 80. Could you tell me what raises her risk of falls?", "She is 80. what raises her risk of falls?"),
        ("Do you know if metformin lowers mortality please?", "Metformin lowers mortality"),
        ("Good morning! What is the risk of stroke in AF?", "What is the risk of stroke in AF?"),
        ("Quick question: does sleep apnea raise blood pressure?", "Does sleep apnea raise blood pressure?"),
        ("I need to know what predicts falls in nursing homes", "What predicts falls in nursing homes"),
    ],
)
def test_courtesy_is_taken_away(asked: str, left: str) -> None:
    assert bare(asked) == left


@pytest.mark.parametrize(
    "asked",
    [
        "Is frailty associated with mortality after surgery?",
        "Could you please order a CT of the chest",
        "Can you stop a statin in pregnancy?",
        "Would you give thrombolysis at 6 hours?",
        "Does saying thank you improve adherence in adolescents?",
        "Hello there. Thanks!",
        "High flow or CPAP in bronchiolitis?",
        "Hi-flow oxygen or CPAP in bronchiolitis?",
    ],
)
def test_a_question_and_an_order_stay_as_they_are(asked: str) -> None:
    assert bare(asked) == asked


@given(st.text(max_size=80))
def test_nothing_is_added_and_something_is_left(text: str) -> None:
    found = bare(text)
    assert found == text or (len(found.split()) >= 3 and found.casefold() in text.casefold())
