"""Enough to draft from, or not; part of an answer, or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.draft import relevance
from copilot.draft.relevance import Topic
from retrieval.evidence import Evidence, Rank

QUESTION = "Is obesity a risk factor for death in COVID-19?"
TEXT = "Obesity was associated with a higher risk of death in COVID-19 patients admitted to hospital."


def evidence(text: str, dense: float | None) -> Evidence:
    return Evidence(id="a", kind="literature", title="", text=text, rank=Rank(dense=dense))


def topic(question: str = QUESTION, records: int = 10) -> Topic:
    return Topic(question, lambda word: 0 if word == "zorblaxine" else 5, records)


def test_a_text_about_the_question_is_kept_and_another_is_not() -> None:
    items = [evidence(TEXT, 0.55), evidence("Leaf colour of maize under drought was measured.", 0.3)]
    assert topic().judge(items).on_topic == items[:1]


def test_what_is_told_of_the_patient_needs_not_stand_in_the_text() -> None:
    told = "An 80-year-old man with atrial fibrillation, gout and cirrhosis fell at home yesterday. "
    assert topic(told + QUESTION).overlap(TEXT) == topic().overlap(TEXT)
    assert topic(told + QUESTION).own == topic(f"{QUESTION} {told}").own == QUESTION


def test_a_question_that_says_too_little_alone_is_read_with_what_is_told_before_it() -> None:
    asked = topic("He has cirrhosis and atrial fibrillation. What is the risk of bleeding?")
    assert asked.overlap("Bleeding was common after surgery.") < 0.5
    assert asked.own.startswith("He has cirrhosis")


def test_words_alone_are_not_enough_when_the_meaning_is_far() -> None:
    assert topic().judge([evidence("Obesity, death, COVID: keywords of a list.", 0.1)]).on_topic == []


def test_without_an_encoder_words_decide() -> None:
    items = [evidence(TEXT, None), evidence("Leaf colour of maize.", None)]
    assert topic().judge(items).on_topic == items[:1]


def test_a_word_that_no_text_of_a_large_index_has_stops_the_answer() -> None:
    question = "Does zorblaxine reduce death in COVID-19 with obesity?"
    large = topic(question, 10_000).judge([evidence(TEXT, 0.7)])
    assert (large.on_topic, large.unknown) == ([], ["zorblaxine"])
    assert topic(question, 10).judge([evidence(TEXT, 0.7)]).unknown == []
    assert topic("78yo on 5mg with CKD3b: does obesity raise death in COVID-19?", 10_000).unknown == []


def test_a_question_without_a_topic_finds_nothing() -> None:
    assert topic("What is known?").judge([evidence(TEXT, 0.4)]).on_topic == []


@pytest.mark.parametrize(
    ("sentence", "cosine", "bears"),
    [(TEXT, 0.7, True), ("Diabetes was present in 31%.", 0.3, False), ("Obesity killed many.", 0.6, True)],
)
def test_a_sentence_bears_on_the_question_or_not(sentence: str, cosine: float, bears: bool) -> None:
    assert topic().bears(sentence, cosine) is bears


@given(st.text(max_size=60), st.text(max_size=120), st.floats(-1, 1))
def test_closeness_grows_with_the_cosine(question: str, text: str, cosine: float) -> None:
    asked = topic(question)
    near, far = asked.closeness(text, cosine), asked.closeness(text, cosine - 0.1)
    assert near is not None
    assert far is not None
    assert near > far


def test_another_name_of_what_is_asked_for_counts_as_its_word() -> None:
    asked = topic("Does zorblaxine or Xarelto prevent stroke in AF?")
    held = "Rivaroxaban for stroke prevention in atrial fibrillation."
    assert asked.overlap(held) > asked.overlap("Stroke prevention.") > 0
    assert asked.overlap(held.replace("atrial", "ventricular")) < asked.overlap(held)


def test_a_brand_that_no_text_names_is_not_unknown() -> None:
    unheard = Topic("Does Xarelto prevent stroke?", lambda word: 0 if word == "xarelto" else 5, 10_000)
    assert unheard.unknown == []


def test_probability_decides_whether_a_text_is_drafted_from() -> None:
    asked = topic()
    far = "Leaf colour of maize under drought was measured."
    assert asked.probability(TEXT, 0.55) > relevance.P > asked.probability(far, 0.2)
    assert asked.judge([evidence(far, 0.2), evidence(TEXT, 0.55)]).on_topic == [evidence(TEXT, 0.55)]


@given(st.floats(-1, 1), st.floats(0, 0.5))
def test_probability_grows_with_the_cosine_and_the_overlap(cosine: float, more: float) -> None:
    asked = topic()
    value = asked.probability("Obesity.", cosine)
    assert 0 < value <= min(asked.probability("Obesity.", cosine + more), asked.probability(TEXT, cosine)) < 1
