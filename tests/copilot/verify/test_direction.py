"""Direction and negation of a claim against its span."""

from __future__ import annotations

import pytest

from copilot.verify.direction import contradicted

SPAN = (
    "Obesity was associated with increased mortality, whereas statin use was associated with lower mortality. "
    "There was no significant difference in length of stay between the groups. Vaccination did not reduce admissions."
)


@pytest.mark.parametrize(
    "claim",
    [
        "Obesity was associated with decreased mortality.",
        "Statin use was associated with higher mortality.",
        "Obesity was not associated with increased mortality.",
        "There was a significant difference in length of stay between the groups.",
        "Vaccination reduced admissions.",
    ],
)
def test_a_turned_direction_is_found(claim: str) -> None:
    assert contradicted(claim, SPAN)


@pytest.mark.parametrize(
    "claim",
    [
        "Obesity was associated with increased mortality.",
        "Statin use was associated with lower mortality.",
        "Obesity was associated with higher mortality.",
        "There was no significant difference in length of stay.",
        "Vaccination did not reduce admissions.",
        "Length of stay did not differ significantly between the groups.",
    ],
)
def test_the_same_direction_holds(claim: str) -> None:
    assert not contradicted(claim, SPAN)


@pytest.mark.parametrize(
    ("claim", "span"),
    [
        ("Men had a longer stay.", "Women had a longer stay."),
        ("The drug was effective.", "The drug was ineffective."),
        ("Symptoms appeared before treatment.", "Symptoms appeared after treatment."),
        ("Outcomes were better in group A.", "Outcomes were worse in group A."),
        ("Treatment was safe.", "Treatment was not safe."),
        ("The correlation was positive.", "The correlation was negative."),
    ],
)
def test_antonyms_are_found(claim: str, span: str) -> None:
    assert contradicted(claim, span)


@pytest.mark.parametrize("sentence", SPAN.split(". "))
def test_a_sentence_never_contradicts_itself(sentence: str) -> None:
    assert not contradicted(sentence, SPAN)
