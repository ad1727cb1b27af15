"""A question of several parts, part by part; a question of one, as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.query.parts import bare_question, parts


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "What is the risk of stroke in atrial fibrillation, and does apixaban lower it?",
            (
                "What is the risk of stroke in atrial fibrillation",
                "does apixaban lower the risk of stroke in atrial fibrillation",
            ),
        ),
        (
            "What is the CHA2DS2-VASc score of this patient, and does a high score predict dementia?",
            ("What is the CHA2DS2-VASc score of this patient", "does a high score predict dementia"),
        ),
        (
            "What is the risk of death within 1 year in HF, what is the eGFR of this patient, and is anaemia "
            "associated with death in adults with heart failure?",
            (
                "What is the risk of death within 1 year in HF",
                "what is the eGFR of this patient",
                "is anaemia associated with death in adults with heart failure",
            ),
        ),
        (
            "Does warfarin prevent stroke? Does it raise the risk of bleeding?",
            ("Does warfarin prevent stroke", "Does warfarin raise the risk of bleeding"),
        ),
        (
            "How common is delirium after hip fracture and which drugs prevent it?",
            ("How common is delirium after hip fracture", "which drugs prevent delirium after hip fracture"),
        ),
        (
            "72-year-old woman with AF. In the first year, what is the risk of stroke, and does apixaban lower it?",
            (
                "72-year-old woman with AF. In the first year, what is the risk of stroke",
                "does apixaban lower the risk of stroke",
            ),
        ),
        (
            "Is frailty associated with stroke; how often do frail adults die within a year?",
            ("Is frailty associated with stroke", "how often do frail adults die within a year"),
        ),
        (
            "When should apixaban be stopped, and when is it restarted?",
            ("When should apixaban be stopped", "when is apixaban restarted"),
        ),
    ],
)
def test_parts_stand_on_their_own(question: str, found: tuple[str, ...]) -> None:
    assert parts(question) == found


@pytest.mark.parametrize(
    "question",
    [
        "Is obesity a risk factor for death in COVID-19?",
        "Does frailty raise the risk of stroke and death in adults with atrial fibrillation?",
        "Which patients with heart failure and diabetes benefit from dapagliflozin?",
        "72-year-old man, on warfarin. Does apixaban lower the risk of bleeding?",
        "Does obesity raise the risk of death, and why?",
        "Does aspirin help those who had a stroke and are on warfarin?",
        "In adults with asthma and what is called overlap, do steroids help?",
        "",
        "?",
    ],
)
def test_a_question_of_one_part_stays_as_it_is(question: str) -> None:
    assert parts(question) == (question,)


@given(st.text(max_size=200))
def test_any_text_has_at_least_one_part_and_none_is_empty_but_the_whole(question: str) -> None:
    found = parts(question)
    assert found
    assert len(found) == 1 or all(part.strip() for part in found)


def test_hardly_a_clinical_question_of_the_development_set_is_divided() -> None:
    file = Path(__file__).parents[3] / "evals" / "data" / "questions.jsonl"
    questions = [json.loads(line)["question"] for line in file.read_text(encoding="utf-8").splitlines()]
    divided = [question for question in questions if len(parts(question)) > 1]
    assert len(divided) <= 0.05 * len(questions), divided


@pytest.mark.parametrize(
    "question",
    [
        "When a patient with CKD has AF, is apixaban safer than warfarin?",
        "Do patients with COPD, who are on inhaled steroids, have a higher risk of pneumonia?",
        "Do adults with AF who have diabetes, are older than 75, and have hypertension benefit?",
        "Does aspirin, which is cheap, prevent stroke?",
    ],
)
def test_a_clause_or_a_list_within_a_question_is_no_part(question: str) -> None:
    assert parts(question) == (question,)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("She has AF. Is apixaban safe?", "Is apixaban safe?"),
        ("Is apixaban safe? She has AF.", "Is apixaban safe?"),
        ("Risk of stroke in AF", "Risk of stroke in AF"),
        ("", ""),
    ],
)
def test_the_bare_question_is_without_what_is_told_around_it(text: str, asked: str) -> None:
    assert bare_question(text) == asked
