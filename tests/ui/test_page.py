"""The page as a reader uses it, over a real API, without a browser."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui
from ui import words


@pytest.fixture
def page(api: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("COPILOT_API", api)
    return AppTest.from_file(str(Path(ui.__file__).with_name("app.py")), default_timeout=30).run()


def _html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def _ask(page: AppTest, question: str) -> AppTest:
    page.text_area(key="question").input(question)
    return page.button[0].click().run()


def test_an_empty_page_has_labels_a_notice_and_an_example(page: AppTest) -> None:
    assert words.NOTICE.split(".")[0] in _html(page)
    assert all(area.label for area in page.text_area)
    assert page.title[0].value == "Clinician copilot"
    page.button[1].click().run()
    assert page.text_area(key="question").value == words.EXAMPLE


def test_an_answer_stays_when_the_page_is_drawn_again(page: AppTest) -> None:
    _ask(page, words.EXAMPLE)
    first = _html(page)
    assert "<mark>Obesity was associated" in first
    assert "Source 1: Obesity and mortality" in first
    assert [header.value for header in page.header] == [
        "Answer",
        "All sources found",
        "About this answer",
        "Your review",
    ]
    assert not page.exception
    again = _html(page.run())
    assert "<mark>Obesity was associated" in again
    assert "Searching" not in again


def test_a_patient_is_sent_and_what_was_used_is_said(page: AppTest) -> None:
    page.number_input(key="age").set_value(78)
    page.radio(key="sex").set_value("Male")
    page.text_area[1].input("Heart failure")
    _ask(page, words.EXAMPLE)
    assert "Used from the patient" in _html(page)


def test_a_choice_of_evidence_is_kept_to(page: AppTest) -> None:
    page.number_input(key="since").set_value(2100)
    _ask(page, words.EXAMPLE)
    assert words.ABSTENTION["no_evidence"] in _html(page)
    page.number_input(key="since").set_value(None)
    page.multiselect(key="designs").select("randomised trial")
    _ask(page, words.EXAMPLE)
    assert words.ABSTENTION["no_evidence"] in _html(page)
    assert not page.exception


def test_a_score_that_was_not_asked_for_stands_apart_from_the_answer(page: AppTest) -> None:
    page.number_input(key="age").set_value(78)
    page.radio(key="sex").set_value("Male")
    page.text_area[1].input("Atrial fibrillation")
    _ask(page, "Does frailty raise the risk of stroke in atrial fibrillation?")
    assert [header.value for header in page.subheader] == [words.CONTEXT]
    html = _html(page)
    assert words.ABSTENTION["no_evidence"] in html
    assert html.index(words.ABSTENTION["no_evidence"]) < html.index("CHA2DS2-VASc is")


def test_an_abstention_is_calm_and_says_what_would_help(page: AppTest) -> None:
    _ask(page, "Which football team won the league last season?")
    html = _html(page)
    assert words.ABSTENTION["out_of_scope"] in html
    assert 'class="cc-problem"' not in html
    assert "Done: no answer is given." in html


@pytest.mark.parametrize(
    ("question", "labs", "says"),
    [("  ", "", "Please write a question first"), ("Why is it?", "Creatinine 1,8", "Write name, value and unit")],
)
def test_what_cannot_be_sent_is_said_before_it_is_sent(page: AppTest, question: str, labs: str, says: str) -> None:
    page.text_area[3].input(labs)
    _ask(page, question)
    assert says in _html(page)
    assert not page.header


def test_no_server_is_a_friendly_text_with_a_next_step(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("COPILOT_API", f"http://127.0.0.1:{port}")
    _ask(page, words.EXAMPLE)
    html = _html(page)
    assert f"No server answers at http://127.0.0.1:{port}." in html
    assert "<code>copilot serve</code>" in html
    assert not page.exception
