"""Enough to draft from, or not."""

from __future__ import annotations

from copilot.draft.relevance import judge
from retrieval.evidence import Evidence, Rank

TEXT = "Obesity was associated with a higher risk of death in COVID-19 patients admitted to hospital."


def evidence(text: str, dense: float | None) -> Evidence:
    return Evidence(id="a", kind="literature", title="", text=text, rank=Rank(dense=dense))


def test_a_text_about_the_question_is_kept_and_another_is_not() -> None:
    items = [evidence(TEXT, 0.55), evidence("Leaf colour of maize under drought was measured.", 0.3)]
    found = judge("Is obesity a risk factor for death in COVID-19?", items, lambda word: 5, 10)
    assert found.on_topic == items[:1]


def test_words_alone_are_not_enough_when_the_meaning_is_far() -> None:
    items = [evidence("Obesity, death, COVID: keywords of a list.", 0.1)]
    assert judge("Is obesity a risk factor for death in COVID-19?", items, lambda word: 5, 10).on_topic == []


def test_a_word_that_no_text_of_a_large_index_has_stops_the_answer() -> None:
    def df(word: str) -> int:
        return 0 if word == "zorblaxine" else 9

    question = "Does zorblaxine reduce death in COVID-19 with obesity?"
    large = judge(question, [evidence(TEXT, 0.7)], df, 10_000)
    assert (large.on_topic, large.unknown) == ([], ["zorblaxine"])
    assert judge(question, [evidence(TEXT, 0.7)], df, 10).unknown == []


def test_a_question_without_a_topic_finds_nothing() -> None:
    assert judge("What is known?", [evidence(TEXT, 0.4)], lambda word: 5, 10).on_topic == []
