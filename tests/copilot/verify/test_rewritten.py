"""Quantities written otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.verify.numbers import missing


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("About 20% died.", "19.7% died."),
        ("Approximately 1,200 patients were studied.", "1,204 patients were studied."),
        ("Nearly 0.8 of them died.", "0.79 of them died."),
        ("Glucose above 7 mmol/L was a risk.", "Glucose above 126 mg/dL was a risk."),
        ("Creatinine of 1.5 mg/dL was found.", "A creatinine of 133 umol/L was found."),
        ("The LDL cholesterol fell to 70 mg/dL.", "The LDL cholesterol fell to 1.8 mmol/L."),
    ],
)
def test_rounded_as_said_or_converted_by_analyte_is_the_same(claim: str, passage: str) -> None:
    assert missing(claim, [passage]) == []


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("20% died.", "19.7% died."),
        ("About 20% died.", "18.9% died."),
        ("About 21.0% died.", "20.8% died."),
        ("About 20 mg was given.", "About 20 g was given."),
        ("Glucose above 7 mmol/L was a risk.", "Glucose above 140 mg/dL was a risk."),
        ("Glucose above 7 mmol/L was a risk.", "Calcium above 126 mg/dL was a risk."),
        ("Urea of 7 mmol/L was a risk.", "Glucose of 126 mg/dL was a risk."),
    ],
)
def test_another_number_unit_or_analyte_is_not(claim: str, passage: str) -> None:
    assert missing(claim, [passage]) != []


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_without_a_hedge_only_the_number_itself_will_do(said: int, held: int) -> None:
    assert (missing(f"There were {said} deaths.", [f"There were {held} deaths."]) == []) == (said == held)
