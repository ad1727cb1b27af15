"""Nothing that identifies leaves a record: canaries in every place, random extensions, and other people's records."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from samples_fhir import CANARIES, CANARY, TODAY, Json, canary_record

from copilot.deid.known import known_of
from copilot.deid.mentions import Mentions
from copilot.deid.types import Deidentified, Known
from copilot.patient.intake import from_document
from copilot.patient.load import read_file
from copilot.patient_line import render
from copilot.pipeline import Copilot
from copilot.schema import PatientContext
from copilot.settings import Settings


def _lets_all_pass(text: str, known: Known) -> Deidentified:
    """The worst text path: what is known to be a name must be caught without it."""
    return Deidentified(text=text, spans=(), verdict="pass")


@pytest.mark.parametrize("deidentify", [None, _lets_all_pass])
def test_no_canary_gets_into_the_context(deidentify: Any) -> None:
    context = from_document(canary_record(), deidentify, today=TODAY)
    assert [one.code for one in context.conditions] == ["84114007"]
    assert [one.name for one in context.labs] == ["creatinine"]
    told = context.model_dump_json() + str(render(context, f"What of {CANARY}?"))
    assert not [canary for canary in CANARIES if canary.casefold() in told.casefold()]


def _placed(document: Any, at: int, extra: Json) -> int:
    """Puts `extra` beside the members of the at-th object below `document`; returns how many it has passed."""
    if isinstance(document, dict):
        if at == 0:
            document.update(extra)
        at -= 1
    for inner in (
        list(document.values()) if isinstance(document, dict) else document if isinstance(document, list) else ()
    ):
        at = _placed(inner, at, extra)
    return at


extensions = st.recursive(
    st.sampled_from(["valueString", "valueCode", "valueMarkdown"]).map(lambda key: {"url": "u", key: "Brindlemoor"}),
    lambda inner: st.lists(inner, min_size=1, max_size=2).map(lambda some: {"url": "u", "extension": some}),
    max_leaves=5,
)


@examples(max_examples=60, deadline=None)
@given(st.integers(0, 120), extensions)
def test_an_extension_anywhere_never_survives(at: int, extension: Json) -> None:
    record = canary_record()
    _placed(record, at, {"extension": [extension]})
    assert "Brindlemoor" not in from_document(record, _lets_all_pass, today=TODAY).model_dump_json()


def bundles() -> list[Path]:
    data = Path(os.environ.get("COPILOT_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))
    return sorted((data / "fhir_r4_synthea").glob("*.json.gz"))


@pytest.mark.shared
def test_nobody_of_twenty_synthetic_records_can_be_found_in_their_contexts() -> None:
    files = bundles()
    if not files:
        pytest.skip("needs fhir_r4_synthea in the shared data folder: set COPILOT_SHARED_DATA")
    for file in files:
        document = read_file(file)
        context = from_document(document, _lets_all_pass, today=TODAY)
        known = known_of(document)
        assert known.names
        assert known.ids
        assert known.dates
        told = context.model_dump_json() + str(render(context, "Is anything a risk?"))
        assert not Mentions(known).found(told)
        assert not [text for text in _long(known) if text.casefold() in told.casefold()]
        assert context.age is not None
        assert context.conditions
        assert context.labs


def _long(known: Known) -> list[str]:
    """Everything known that is long enough not to be part of a word by chance."""
    return [text for _, texts in known for text in texts if len(text) > 5]


def test_the_form_keeps_its_words_only_if_nobody_is_in_them() -> None:
    def finds_names(text: str, known: Known) -> Deidentified:
        spans = [{"start": 0, "end": len(text), "label": "NAME"}] if CANARY in text else []
        return Deidentified.model_validate({"text": text, "spans": spans, "verdict": "review"})

    form = {
        "age": 93,
        "conditions": [
            "heart failure",
            f"friend of {CANARY}",
            {"text": "gout", "system": f"http://{CANARY}", "code": "1"},
        ],
        "medications": [{"text": "apixaban", "dose": f"from {CANARY}"}],
        "allergies": [{"text": "latex", "reactions": [CANARY, "rash"]}],
        "labs": [{"name": CANARY, "value": 1, "unit": "1"}, {"name": "INR", "value": 1, "unit": "1"}],
        "note": f"{CANARY} came in.",
    }
    context = from_document(form, finds_names)
    assert CANARY not in context.model_dump_json()
    assert [one.text for one in context.conditions] == ["heart failure", "gout"]
    assert [one.name for one in context.labs] == ["INR"]
    assert (context.age, context.allergies[0].reactions) == (90, ["rash"])
    assert any("left out" in remark for remark in context.remarks)
    assert from_document({"conditions": ["gout"]}, finds_names) == PatientContext(conditions=["gout"])


def _asked(settings: Settings, question: str, context: PatientContext) -> str:
    """All that an answer leaves behind: the answer and the audit log."""
    summary = Copilot.open(settings).ask(question, context)
    assert summary.used
    return summary.model_dump_json() + settings.audit_file.read_text(encoding="utf-8")


def test_no_canary_gets_into_an_answer_or_the_audit_log(settings: Settings, question: str) -> None:
    told = _asked(settings, question, from_document(canary_record(), _lets_all_pass, today=TODAY))
    assert not [canary for canary in CANARIES if canary.casefold() in told.casefold()]


@pytest.mark.shared
def test_nobody_of_twenty_synthetic_records_gets_into_an_answer_or_the_audit_log(
    settings: Settings, question: str
) -> None:
    files = bundles()
    if not files:
        pytest.skip("needs fhir_r4_synthea in the shared data folder: set COPILOT_SHARED_DATA")
    for file in files:
        told = _asked(settings, question, from_document(read_file(file), _lets_all_pass))
        known = known_of(read_file(file))
        named = [*known.names, *known.relatives, *known.ids, *known.phones, *known.emails, *known.dates]
        assert not [text for text in named if len(text) > 5 and text in told]
