"""The de-identification page as a reader uses it, over a real API, without a browser."""

from __future__ import annotations

import json

import pytest
from samples_fhir import CANARIES, bundle, canary_record, person, problem
from streamlit.testing.v1 import AppTest

from copilot.client import ClientProblem
from ui import deid


def _page() -> None:
    from ui import deid

    deid.draw()


@pytest.fixture
def page(api: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("COPILOT_API", api)
    return AppTest.from_function(_page, default_timeout=60).run()


def _html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def _button(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def _record(page: AppTest, text: str) -> AppTest:
    page.radio(key="kind").set_value("FHIR R4 record (JSON)").run()
    page.text_area[0].input(text)
    return _button(page, "De-identify")


def test_the_example_is_de_identified_side_by_side_with_reasons(page: AppTest) -> None:
    _button(page, "Fill in the example")
    assert page.text_area[0].value == deid.EXAMPLE
    _button(page, "De-identify")
    html = _html(page)
    assert [header.value for header in page.header] == ["Result", "What was found, and why"]
    assert [header.value for header in page.subheader] == ["Original", "De-identified"]
    before, after = (html.partition('aria-label="De-identified text')[place] for place in (0, 2))
    assert "Rosalind" in before
    assert "Rosalind" not in after.partition('<table class="cc-table"')[0]
    assert "It stands beside a title" in html
    assert not page.exception


def test_a_result_in_doubt_is_given_out_once_a_person_has_read_it(page: AppTest) -> None:
    _button(page, "Fill in the example")
    _button(page, "De-identify")
    assert "a person must read it" in _html(page)  # the language models are not installed here
    assert len(page.get("download_button")) == 0
    page.checkbox[0].check().run()
    assert len(page.get("download_button")) == 1


def test_a_filter_leaves_out_a_category(page: AppTest) -> None:
    _button(page, "Fill in the example")
    _button(page, "De-identify")
    assert "Record number 2" in _html(page)
    page.multiselect[0].unselect("MRN").run()
    assert "Record number 2" not in _html(page)
    assert "Name 1" in _html(page)


def test_a_record_is_shown_with_paths_actions_and_counts(page: AppTest) -> None:
    _record(page, json.dumps(canary_record()))
    html = _html(page)
    assert "Patient.birthDate" in html
    after = html[html.index('aria-label="De-identified record') :]
    assert not [canary for canary in CANARIES if canary.casefold() in after.casefold()]
    assert len(page.get("download_button")) == 1
    page.multiselect[0].set_value(["shift"]).run()
    assert "Patient.birthDate" not in _html(page).partition("What was done at each path</caption>")[2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "give a text or a file first"),
        ('{"resourceType": "Quillonetta', "not valid JSON"),
        ('["Quillonetta"]', "not valid JSON"),
        ('{"resourceType": "MedicationOrder", "id": "Quillonetta"}', "FHIR STU3"),
        (json.dumps(bundle(person(), problem(subject={"reference": "Patient/Quillonetta"}))), "2 patients"),
    ],
)
def test_what_cannot_be_read_is_said_without_its_content(page: AppTest, text: str, says: str) -> None:
    _record(page, text)
    assert says in _html(page)
    assert "Quillonetta" not in _html(page)
    assert not page.header


def test_clearing_leaves_nothing_behind(page: AppTest) -> None:
    _button(page, "Fill in the example")
    _button(page, "De-identify")
    _button(page, "Clear")
    assert "Rosalind" not in _html(page) + "".join(area.value or "" for area in page.text_area)
    assert "deid" not in page.session_state


@pytest.mark.parametrize("data", ["Zo\u00eb M\u00fcller".encode("latin-1"), "Anna".encode("utf-16")])
def test_a_text_in_another_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(ClientProblem, match="UTF-8"):
        deid._decoded(data)
