from __future__ import annotations

import pytest

from retrieval.query.spelling import Correction, Spelling, respelled

INDEX = {
    "obesity": 900, "mortality": 4000, "readmission": 300, "diabetes": 2500, "heart": 3000, "failure": 2800,
    "apixaban": 40, "edoxaban": 20, "cardiac": 1800, "cardia": 30, "casual": 50, "causal": 60, "risk": 9000,
}  # fmt: skip
VOCABULARY = {*INDEX, "morality", "remission", "hospital"}


def read(question: str, index: dict[str, int] | None = None) -> Spelling:
    found = INDEX if index is None else index
    return respelled(question, lambda word: found.get(word.lower(), 0), VOCABULARY.__contains__, VOCABULARY)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("obseity", "obesity"),  # two letters changed over
        ("mortaliy", "mortality"),  # one left out
        ("diabbetes", "diabetes"),  # one too many
        ("readmissoin", "readmission"),
        ("mortalitty", "mortality"),
        ("raedmisison", "readmission"),  # two steps
        ("apixabam", "apixaban"),
    ],
)
def test_a_slip_is_put_right_and_said(typed: str, right: str) -> None:
    found = read(f"Does it raise {typed}?")
    assert found.text == f"Does it raise {right}?"
    assert found.corrections == (Correction(typed, right),)
    assert found.said == [f"“{typed}” was read as “{right}”"]


@pytest.mark.parametrize(
    "question",
    [
        "Does obesity raise mortality?",
        "Is it remission or morality?",  # words, though the index has neither
        "Is it HESIT or NSTEMI or COVID19 or obseity-related?",  # codes and compounds
        "What is zorvaxate?",  # near nothing
        "Is xapixban safe?",  # a drug's name takes one step, and this is two away
        "Is riks up?",  # too short to be sure
    ],
)
def test_what_is_known_or_far_from_everything_stays(question: str) -> None:
    assert read(question) == Spelling(question)


def test_between_two_words_as_near_the_far_more_frequent_one_is_meant_and_else_none() -> None:
    assert read("A cardiax death").text == "A cardiac death"
    assert read("A causual link") == Spelling("A causual link")


def test_only_words_of_the_index_take_the_place() -> None:
    assert read("In hospitl?") == Spelling("In hospitl?")


def test_forms_of_one_word_are_one_candidate() -> None:
    both = VOCABULARY | {"diabetic", "patients", "patient"}
    index = INDEX | {"patients": 5000, "patient": 5000}
    found = respelled("Which patiens die?", lambda w: index.get(w, 0), both.__contains__, both)
    assert found.corrections[0].read in ("patient", "patients")


def test_a_capital_stays() -> None:
    found = read("Obseity and obesity in [name]")
    assert found.text == "Obesity and obesity in [name]"
