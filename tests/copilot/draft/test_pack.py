"""What the model is given of each text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from copilot.draft.pack import PASSAGE_WORDS, PROMPT_WORDS, best_window, pack, render
from retrieval.evidence import Evidence

LONG = " ".join(f"Filler sentence number {i} says nothing of interest at all." for i in range(40))
FINDING = "Obesity was associated with a higher risk of death in COVID-19."


def evidence(text: str, id: str = "a", title: str = "A title.") -> Evidence:
    return Evidence(id=id, kind="literature", title=title, text=text)


def test_the_window_holds_the_sentence_that_answers() -> None:
    text = f"{LONG} {FINDING} {LONG}"
    start, end = best_window("Is obesity a risk factor for death in COVID-19?", text) or (0, 0)
    assert FINDING in text[start:end]
    assert len(text[start:end].split()) <= PASSAGE_WORDS


def test_passages_are_numbered_from_one_on_one_line_with_the_title_first() -> None:
    passages = pack(
        "obesity", [evidence(f"BACKGROUND: Why obesity?\nRESULTS: {FINDING}"), evidence(FINDING, "b", "")]
    )
    assert [passage.number for passage in passages] == [1, 2]
    assert render(passages).splitlines() == [f"[1] A title. Why obesity? {FINDING}", f"[2] {FINDING}"]


def test_no_more_passages_than_fit_the_prompt() -> None:
    passages = pack("obesity", [evidence(LONG, str(i)) for i in range(20)])
    assert 1 < len(passages) < 20
    assert len(render(passages).split()) <= PROMPT_WORDS


def test_a_text_without_a_sentence_is_left_out() -> None:
    assert pack("obesity", [evidence(" \n ")]) == []


@given(st.text(max_size=300), st.text(max_size=40))
def test_a_window_lies_inside_its_text(text: str, question: str) -> None:
    window = best_window(question, text)
    assert window is None or 0 <= window[0] < window[1] <= len(text)
