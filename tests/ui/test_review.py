"""A review of an answer, from the page into the audit log, over a real API."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui
from ui import words


@pytest.fixture
def page(api: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("COPILOT_API", api)
    page = AppTest.from_file(str(Path(ui.__file__).with_name("app.py")), default_timeout=30).run()
    page.text_area(key="question").input(words.EXAMPLE)
    return page.button[0].click().run()


def _html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def _send(page: AppTest) -> AppTest:
    (button,) = [one for one in page.button if one.label == "Send the review"]
    return button.click().run()


def _field(page: AppTest, label: str) -> object:
    fields = [*page.text_area, *page.radio, *page.selectbox]
    (found,) = [one for one in fields if one.label == label]
    return found


def test_an_edit_of_a_sentence_is_logged(page: AppTest) -> None:
    _field(page, "This answer is").set_value("It should read otherwise")  # type: ignore[attr-defined]
    about = _field(page, "What the review is about")
    about.set_value(about.options[1])  # type: ignore[attr-defined]
    _field(page, "How it should read").input("Obesity was associated with a higher risk.")  # type: ignore[attr-defined]
    _send(page)
    assert "of the audit log." in _html(page)
    assert "cc-problem" not in _html(page).replace(".cc-problem", "")
    assert "<mark>Obesity was associated" in _html(page)


@pytest.mark.parametrize(
    ("verdict", "says"),
    [(None, "Please choose what this answer is"), ("It should read otherwise", "Please write how it should read")],
)
def test_an_incomplete_review_is_not_sent(page: AppTest, verdict: str | None, says: str) -> None:
    _field(page, "This answer is").set_value(verdict)  # type: ignore[attr-defined]
    assert says in _html(_send(page))
