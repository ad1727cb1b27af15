"""Form of a finding."""

from __future__ import annotations

import pytest

from copilot.verify.form import has_finite_verb, is_plan, is_repeat, is_title


@pytest.mark.parametrize(
    "sentence",
    [
        "Obesity is a risk factor for death.",
        "Statins reduced mortality.",
        "Age predicts readmission.",
        "Many went home.",
    ],
)
def test_a_finding_has_a_finite_verb(sentence: str) -> None:
    assert has_finite_verb(sentence)


@pytest.mark.parametrize(
    "heading",
    ["Obesity and death in COVID-19", "Reduced mortality in older adults", "A systematic review of statins"],
)
def test_a_heading_has_none(heading: str) -> None:
    assert not has_finite_verb(heading)


def test_a_title_is_recognised_in_other_punctuation() -> None:
    assert is_title("Obesity and death in COVID-19 a cohort study", "Obesity and death in COVID-19: a cohort study.")
    assert not is_title("Obesity doubled the risk of death in COVID-19.", "Obesity and death in COVID-19.")


def test_a_repeat_is_recognised() -> None:
    shown = ["Obesity was associated with death (OR 1.5) [1]."]
    assert is_repeat("Obesity was associated with death (OR 1.5).", shown)
    assert is_repeat("On the other hand, obesity was associated with death.", shown)
    assert not is_repeat("Obesity was associated with death (OR 2.5).", shown)
    assert not is_repeat("Obesity was not associated with death.", shown)
    assert not is_repeat("Aspirin reduced death.", ["Aspirin did not reduce death in older adults [1]."])


@pytest.mark.parametrize(
    "sentence",
    [
        "This meta-analysis sought to estimate the impact of surgery.",
        "Further studies are required.",
        "The aim of this study was to describe falls.",
        "Whether it helps remains unclear.",
    ],
)
def test_a_plan_or_an_open_question_is_no_finding(sentence: str) -> None:
    assert is_plan(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Falls were more common in winter.",
        "Obesity raised mortality further.",
        "The ERAS protocol reduced length of stay by two days.",
        "Interventions aimed at smoking cessation reduced mortality.",
        "Patients not known to have diabetes had higher mortality.",
        "A total of 12 deaths were registered in the apixaban group.",
    ],
)
def test_a_finding_is_no_plan(sentence: str) -> None:
    assert not is_plan(sentence)


@pytest.mark.parametrize(
    ("sentence", "finite"), [("Shift work shortened sleep.", True), ("Adults treated with statins", False)]
)
def test_a_past_tense_outside_the_list_counts_and_a_participle_does_not(sentence: str, finite: bool) -> None:
    assert has_finite_verb(sentence) is finite
