"""The typed form and free text."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.deid.types import Deidentified, Known, Verdict
from copilot.patient.errors import NoteWithheld, WrongForm
from copilot.patient.form import cleaned
from copilot.patient.intake import from_document, from_text
from copilot.schema import Condition, PatientContext


@pytest.mark.parametrize(
    ("form", "where"),
    [
        ({"age": 131}, "age"),
        ({"age": "Quillonetta"}, "age"),
        ({"Quillonetta": 1}, "the document"),
        ({"labs": [{"name": "K", "value": 5, "unit": "mmol/L", "Quillonetta": 1}]}, "labs.0"),
        ({"conditions": [{"status": "Quillonetta", "text": "x"}]}, r"conditions.0.status"),
        ([], "the document"),
        ("Quillonetta", "the document"),
    ],
)
def test_a_wrong_form_names_its_fields_and_repeats_nothing(form: Any, where: str) -> None:
    with pytest.raises(WrongForm, match=where) as caught:
        from_document(form)
    assert "Quillonetta" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_names_alone_and_whole_terms_are_both_a_form() -> None:
    form = {"age": 70, "conditions": ["COPD", {"text": "Gout", "status": "active"}]}
    assert from_document(form) == PatientContext(
        age=70, conditions=[Condition(text="COPD"), Condition(text="Gout", status="active")]
    )


def _says(verdict: Verdict, text: str) -> Any:
    def deidentify(_: str, known: Known) -> Deidentified:
        return Deidentified(text=text, spans=(), verdict=verdict)

    return deidentify


@pytest.mark.parametrize(
    ("note", "age", "sex"),
    [
        ("A 78-year-old woman with dyspnea.", 78, "female"),
        ("78 yo male, smoker", 78, "male"),
        ("A 94 year old gentleman", 90, "male"),
        ("A 40-year-old man and his 38-year-old wife, a woman who smokes", None, None),
        ("Dyspnea since yesterday.", None, None),
    ],
)
def test_a_note_gives_age_and_sex_where_it_states_one(note: str, age: int | None, sex: str | None) -> None:
    context = from_text("raw", _says("pass", note))
    assert (context.age, context.sex, context.note) == (age, sex, note)


@pytest.mark.parametrize("verdict", ["review", "withhold"])
def test_a_note_that_does_not_pass_is_refused_without_its_words(verdict: Verdict) -> None:
    with pytest.raises(NoteWithheld) as caught:
        from_text("Quillonetta", _says(verdict, "Quillonetta"))
    assert "Quillonetta" not in str(caught.value)


def test_a_typed_value_keeps_no_words_of_a_source() -> None:
    lab = {"name": "Creatinine", "value": 1.8, "unit": "mg/dL", "as_recorded": "1.8 per Dr Jane Smith, MRN 00482913"}
    form = PatientContext.model_validate({"age": 70, "labs": [lab]})
    assert [one.as_recorded for one in cleaned(form, _says("pass", "x")).labs] == [None]
