"""What is found for each part of a question, and in which order."""

from __future__ import annotations

from copilot.answering.finding import in_turn
from copilot.pipeline import Copilot
from copilot.settings import Settings
from retrieval.evidence import Evidence


def text(id: str) -> Evidence:
    return Evidence(id=id, kind="literature", title=id, text=id)


def test_parts_take_turns_and_a_text_comes_once() -> None:
    a, b, c, d = map(text, "abcd")
    assert in_turn([[a, b, c], [b, d]]) == [a, b, d, c]
    assert in_turn([[a, b]]) == [a, b]


def test_each_part_of_a_question_is_searched_for_and_answered(settings: Settings) -> None:
    question = "Is obesity a risk factor for death in COVID-19, and do statins reduce recurrent stroke?"
    summary = Copilot.open(settings).ask(question)
    parts = {"Is obesity a risk factor for death in COVID-19", "do statins reduce recurrent stroke"}
    assert parts <= {*summary.searched}
    assert {item.id for item in summary.evidence} >= {"pmid:1", "pmid:3"}
    assert {cited.evidence for shown in summary.sentences for cited in shown.citations} == {"pmid:1", "pmid:3"}
