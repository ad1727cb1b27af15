"""Sources that contradict each other."""

from __future__ import annotations

import pytest

from copilot.schema import Citation, Sentence, Support
from copilot.verify.conflict import conflicts
from retrieval.evidence import Evidence

QUESTION = "Do statins reduce mortality in sepsis?"
LOWER = "Statin use was associated with reduced mortality in sepsis (OR 0.8)."


def evidence(id: str, text: str) -> Evidence:
    return Evidence(id=id, kind="literature", title=id, text=text)


def shown(item: Evidence) -> Sentence:
    cited = Citation.of(item, 0, len(item.text))
    return Sentence(text=item.text, citations=[cited], support=Support(verdict="supported", score=1, checks={}))


def found(question: str, other: str) -> list[list[str]]:
    one, two = evidence("one", LOWER), evidence("two", other)
    return [conflict.evidence for conflict in conflicts([question], [shown(one)], [one, two])]


@pytest.mark.parametrize(
    "other",
    [
        "Statins increased mortality in sepsis.",
        "BACKGROUND: Sepsis kills. RESULTS: Statins were not associated with reduced mortality in sepsis.",
    ],
)
def test_the_opposite_result_is_a_conflict_and_both_sides_are_named(other: str) -> None:
    assert found(QUESTION, other) == [["one", "two"]]
    one, two = evidence("one", LOWER), evidence("two", other)
    (conflict,) = conflicts([QUESTION], [shown(one), shown(two)], [one, two])
    assert "[1] finds otherwise than [2]" in conflict.text


@pytest.mark.parametrize(
    "other",
    [
        "Statins reduced mortality in sepsis.",
        "Statins increased mortality in pneumonia.",
        "We hypothesised that statins increase mortality in sepsis.",
        "Age increased mortality in sepsis.",
    ],
)
def test_agreement_other_topics_and_mere_hypotheses_are_none(other: str) -> None:
    assert found(QUESTION, other) == []


def test_an_open_question_has_answers_that_point_both_ways() -> None:
    assert found("What changes mortality in sepsis with statins?", "Statins increased mortality in sepsis.") == []


def test_a_conflict_about_one_part_of_a_question_is_found() -> None:
    one, two = evidence("one", LOWER), evidence("two", "Statins increased mortality in sepsis.")
    assert conflicts(["What is the eGFR of this patient", QUESTION], [shown(one)], [one, two])
