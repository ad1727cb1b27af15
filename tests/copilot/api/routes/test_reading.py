"""Search and evidence: what only reads the index."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from copilot.pipeline import Copilot


def test_search_gives_the_nearest_first(http: TestClient) -> None:
    found = http.post("/v1/search", json={"query": "heart failure readmission", "k": 2}).json()
    assert found[0]["id"] == "doc:a b/c#2"
    assert len(found) <= 2


def test_search_obeys_filters(http: TestClient) -> None:
    body = {"query": "heart failure readmission", "filters": {"year_from": 2021}}
    assert {text["id"] for text in http.post("/v1/search", json=body).json()} <= {"pmid:1"}


@pytest.mark.parametrize("body", [{"query": " "}, {"query": "x", "k": 101}, {"query": "x", "filters": {"nope": 1}}])
def test_a_bad_search_is_refused(http: TestClient, body: dict[str, object]) -> None:
    assert http.post("/v1/search", json=body).status_code == 422


@pytest.mark.parametrize("id", ["pmid:1", "doc%3Aa%20b%2Fc%232"])
def test_evidence_is_opened_by_any_id(http: TestClient, copilot: Copilot, id: str) -> None:
    response = http.get(f"/v1/evidence/{id}")
    assert response.status_code == 200
    found = copilot.evidence(response.json()["id"])
    assert found is not None
    assert response.json()["text"] == found.text


def test_unknown_evidence_is_404(http: TestClient) -> None:
    response = http.get("/v1/evidence/nope")
    assert (response.status_code, response.json()["title"]) == (404, "Not found")
