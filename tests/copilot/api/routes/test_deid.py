"""`POST /v1/deid`: a text or a record, and bodies that are not echoed."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient
from samples_fhir import CANARIES, CANARY, bundle, canary_record, person, problem

NOTE = "Seen by Dr. Foley, MRN: 00482913."


def test_a_text_comes_back_with_spans_detectors_and_reasons(http: TestClient) -> None:
    answer = http.post("/v1/deid", json={"text": NOTE}).json()
    assert [NOTE[span["start"] : span["end"]] for span in answer["spans"]] == ["Foley", "00482913"]
    assert all(span["by"] for span in answer["spans"])
    assert answer["verdict"] == "review" and answer["reasons"]


def test_a_record_comes_back_with_an_account(http: TestClient) -> None:
    answer = http.post("/v1/deid", json={"bundle": canary_record(), "dates": "year_only"})
    assert answer.json()["record"]["resourceType"] == "Bundle"
    assert {"path": "Patient.birthDate", "action": "generalise", "before": 1, "after": 1} in answer.json()["changes"]
    assert not [canary for canary in CANARIES if canary.casefold() in answer.text.casefold()]


def _body(document: object) -> bytes:
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (_body({"text": [CANARY], CANARY: 1}), 422),
        (_body({}), 422),
        (_body({"text": CANARY, "bundle": {"resourceType": "Patient"}}), 422),
        (_body({"text": f"{CANARY} " * 50_000}), 422),
        (_body({"bundle": {"name": CANARY}}), 422),
        (_body({"bundle": {"resourceType": "MedicationOrder", "id": CANARY}}), 422),
        (_body({"bundle": person(id=f"{CANARY}\0")}), 422),
        (_body({"bundle": person(id=f"{CANARY}\ud800")}), 422),
        (_body({"text": f"{CANARY}\ud800"}), 422),
        (_body({"bundle": bundle(person(), problem(subject={"reference": f"Patient/{CANARY}"}))}), 422),
        (b'{"text": "' + CANARY.encode(), 400),
        (b'{"text": "' + CANARY.encode() + b'\xe9"}', 400),
        (b'{"bundle": ' + b"[" * 9999, 400),
        (b'{"text": "' + CANARY.encode() * 5 * 10**6 + b'"}', 413),
    ],
)
def test_a_refused_body_is_not_echoed(http: TestClient, body: bytes, status: int) -> None:
    answer = http.post("/v1/deid", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert answer.json()["detail"]
    assert CANARY.casefold() not in answer.text.casefold()
