"""A whole record: one patient's, in R4, accounted for path by path."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from samples_fhir import CANARIES, CANARY, SNOMED, TODAY, Json, bundle, canary_record, concept, person, problem

from copilot.deid.changes import DeidentifiedRecord
from copilot.deid.keyed import KeyedTransform
from copilot.deid.record import LONGEST, About, deidentify_record
from copilot.deid.types import Deidentified, Identifier, Known
from copilot.patient.errors import CyclicReferences, NotFhir, RecordUnreadable, WhichPatient, WrongFhirVersion
from retrieval.errors import BadInput

KEY = bytes(32)


def vouch(text: str, known: Known, about: About) -> Deidentified:
    """A text path that replaces "Lowe" and withholds what says "stop"."""
    at = text.find("Lowe")
    spans = (Identifier(start=at, end=at + 4, label="NAME", surrogate="Webb"),) if at >= 0 else ()
    return Deidentified(
        text=text.replace("Lowe", "Webb"), spans=spans, verdict="review" if "stop" in text else "pass"
    )


def clean(document: Any, mode: Any = "shift") -> DeidentifiedRecord:
    return deidentify_record(document, vouch, KEY, mode, TODAY)


def counts(document: Any) -> dict[str, tuple[str, int, int]]:
    return {one.path: (one.action, one.before, one.after) for one in clean(document).changes}


def test_every_path_is_accounted_for_before_and_after() -> None:
    noted = problem(note=[{"text": "Lowe, Mr. Lowe"}, {"text": "stop Lowe"}], onsetDateTime="2020-03-22")
    found = counts(bundle(person(name=[{"family": "Ruiz", "given": ["Ana", "Bea"]}]), noted))
    assert found["Patient.name"] == ("drop", 3, 0)
    assert found["Patient.birthDate"] == ("generalise", 1, 1)
    assert found["Condition.onsetDateTime"] == ("shift", 1, 1)
    assert found["Condition.code.coding.code"] == ("keep", 1, 1)
    assert found["Condition.note.text"] == ("text", 2, 1)
    assert found["Condition.subject.reference"] == ("pseudonym", 1, 1)


def test_replaced_and_left_out_count_the_texts() -> None:
    outcome = clean(bundle(person(), problem(note=[{"text": "Lowe"}, {"text": "Lowe"}, {"text": "stop Lowe"}])))
    assert outcome.replaced == {"NAME": 2}
    assert outcome.left_out == 1


def test_names_that_fhir_does_not_know_are_not_repeated() -> None:
    extra = {"resourceType": CANARY, "id": "x"}
    found = counts(bundle(person(**{CANARY: CANARY, "_birthDate": {"id": "1"}}), extra))
    assert found["Patient.(not FHIR R4)"] == ("drop", 1, 0)
    assert found["(not FHIR R4)"] == ("drop", 2, 0)
    assert found["Patient._birthDate"] == ("drop", 1, 0)


def test_no_canary_is_in_the_record_or_in_its_account() -> None:
    told = clean(canary_record()).model_dump_json()
    assert not [canary for canary in CANARIES if canary.casefold() in told.casefold()]


def test_dates_move_with_the_notes_of_the_same_patient() -> None:
    offset = KeyedTransform(KEY, "p1", lambda text, known: vouch(text, known, About("", "")), Known()).shift
    record = clean(bundle(person(), problem(onsetDateTime="2020-03-22"))).record
    assert record["entry"][1]["resource"]["onsetDateTime"] == offset("2020-03-22")
    years = clean(bundle(person(), problem(onsetDateTime="2020-03-22")), "year_only").record
    assert years["entry"][1]["resource"]["onsetDateTime"] == "2020"


def _about(*resources: Json, **entry: Any) -> About:
    asked: list[About] = []
    document = bundle(*resources, {**problem(), "note": [{"text": "x"}], **entry})

    def asking(text: str, known: Known, about: About) -> Deidentified:
        asked.append(about)
        return vouch(text, known, about)

    deidentify_record(document, asking, KEY, "shift", TODAY)
    return asked[0]


def test_whose_record_it_is() -> None:
    assert _about(person()) == About("p1", "female")
    assert _about() == About("p1", "")
    assert _about(subject={"reference": "urn:uuid:77"}) == About("77", "")
    assert _about(subject={"reference": "Group/7"}) == About("", "")


def test_a_patient_may_be_referred_to_by_the_url_of_its_entry() -> None:
    entry = {"fullUrl": "urn:uuid:77", "resource": person(id="other")}
    told = {"resource": problem(subject={"reference": "urn:uuid:77"})}
    assert clean({"resourceType": "Bundle", "type": "transaction", "entry": [entry, told]}).changes


@pytest.mark.parametrize(
    "resources",
    [
        (person(), person(id="p2")),
        (person(), problem(subject={"reference": "Patient/p2"})),
        (problem(), problem(subject={"reference": "Patient/p2"})),
    ],
)
def test_two_patients_are_refused_for_their_dates_must_not_move_together(resources: tuple[Json, ...]) -> None:
    with pytest.raises(WhichPatient, match="2 patients"):
        clean(bundle(*resources))


def _cyclic() -> Json:
    pair = [("a", "b"), ("b", "a")]
    return bundle(
        *({**problem(), "resourceType": "Procedure", "id": one, "partOf": [{"reference": f"Procedure/{two}"}]}
          for one, two in pair)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ([CANARY], NotFhir),
        ({"name": CANARY}, NotFhir),
        ({"resourceType": "MedicationOrder", "id": CANARY}, WrongFhirVersion),
        (_cyclic(), CyclicReferences),
        (person(id=f"{CANARY}\0"), RecordUnreadable),
        (person(**{f"{CANARY}\ud800": 1}), RecordUnreadable),
    ],
)
def test_what_cannot_be_read_is_a_typed_error_that_quotes_nothing(document: Any, error: type[BadInput]) -> None:
    with pytest.raises(error) as refused:
        clean(document)
    assert CANARY not in str(refused.value)


def test_a_text_too_long_to_read_is_left_out() -> None:
    assert clean(bundle(person(), problem(note=[{"text": "x" * (LONGEST + 1)}]))).left_out == 1


def test_words_beside_a_local_code_count_as_text() -> None:
    local = problem(code=concept("http://hospital.test", "K1", "Gout of Lowe"))
    assert "Webb" in json.dumps(clean(bundle(person(), local)).record)
    assert counts(bundle(person(), problem()))["Condition.code.coding.display"][0] == "text"
    assert SNOMED in json.dumps(clean(bundle(person(), problem())).record)


def test_ages_refer_to_today() -> None:
    old = deidentify_record(bundle(person(birthDate="1930-01-01")), vouch, KEY, "shift", date(2025, 1, 1)).record
    assert "birthDate" not in old["entry"][0]["resource"]
