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


@pytest.mark.parametrize(
    ("claim", "span"),
    [
        (
            "Adverse effects did not differ significantly.",
            "There was no statistically significant difference in adverse effects.",
        ),
        ("Males had it less often than females.", "Compared with females, males had it less often."),
        ("A stay of 61 days or more lowered survival.", "A stay of at least 61 days reduced survival."),
        ("The effect does not depend on PR.", "The effect is independent of PR."),
        ("Neither age nor sex influenced survival.", "Survival was not influenced by age or sex."),
        ("Low skill use might raise the risk.", "Low skill use might increase the risk."),
        ("Pain fell after about four years.", "Pain, 7.5 before surgery, fell within some four years."),
    ],
)
def test_the_same_in_other_words_holds(claim: str, span: str) -> None:
    assert not contradicted(claim, span), contradicted(claim, span)


@pytest.mark.parametrize(
    ("claim", "span"),
    [
        ("Charcoal shows no benefit for acute poisoning.", "Charcoal had little effect on acute kidney injury."),
        ("Chlamydia is most prevalent in the young.", "Those who had at least one partner had chlamydia when young."),
        ("Screening finds more disease.", "To determine whether screening decreases detection of disease."),
        ("Lack of FGF21 in mice leads to plaques.", "FGF21 deficiency causes plaques in mice."),
    ],
)
def test_what_is_denied_elsewhere_open_or_a_bound_turns_nothing(claim: str, span: str) -> None:
    assert contradicted(claim, span) == []
