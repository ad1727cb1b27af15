"""Scores over HTTP."""

from __future__ import annotations

from samples_fhir import bundle, person, problem
from starlette.testclient import TestClient


def test_the_list_and_one_sheet(http: TestClient) -> None:
    listed = http.get("/v1/scores").json()
    one = next(sheet for sheet in listed if sheet["name"] == "cha2ds2-vasc")
    assert http.get("/v1/scores/cha2ds2-vasc").json() == one
    assert one["doi"] == "10.1378/chest.09-1584"
    age = next(item for item in one["inputs"] if item["name"] == "age")
    assert (age["low"], age["high"], age["unit"]) == (18, 120, "a")


def test_a_score_is_computed(http: TestClient) -> None:
    body = {"inputs": {"creatinine": {"value": 88.4, "unit": "umol/L"}, "age": 50, "sex": "female"}}
    answer = http.post("/v1/scores/ckd-epi", json=body).json()
    assert (answer["status"], answer["value"], answer["unit"]) == ("complete", 69, "mL/min/1.73 m2")


def test_a_missing_input_is_an_answer(http: TestClient) -> None:
    answer = http.post("/v1/scores/qsofa", json={"inputs": {"respiratory_rate": 30, "systolic_bp": None}}).json()
    assert (answer["status"], answer["low"], answer["high"]) == ("range", 1, 3)
    assert [one["name"] for one in answer["missing"]] == ["glasgow_coma_scale", "systolic_bp"]
    assert "at once" in answer["time_critical"]


def test_a_wrong_input_is_a_typed_problem(http: TestClient) -> None:
    response = http.post("/v1/scores/ckd-epi", json={"inputs": {"age": 999}})
    assert response.status_code == 422
    assert response.json()["type"].endswith("out-of-range")
    assert "18 to 120 years" in response.json()["detail"]
    assert "999" not in response.text


def test_a_name_that_is_no_score(http: TestClient) -> None:
    assert http.get("/v1/scores/nope").status_code == 404
    assert http.post("/v1/scores/nope", json={"inputs": {}}).status_code == 404


def test_what_can_be_computed_for_a_patient(http: TestClient) -> None:
    patient = {"age": 76, "sex": "female", "conditions": ["Atrial fibrillation"]}
    found = {one["name"]: one for one in http.post("/v1/scores", json={"patient": patient}).json()}
    assert found["cha2ds2-vasc"]["status"] == "partly"
    assert found["meld"]["status"] == "not of interest"


def test_a_patient_as_a_fhir_bundle(http: TestClient) -> None:
    body = {"patient": bundle(person(), problem("49436004", "Atrial fibrillation"))}
    found = {one["name"]: one for one in http.post("/v1/scores", json=body).json()}
    assert found["cha2ds2-vasc"]["result"]["low"] >= 2


def test_a_patient_that_is_none(http: TestClient) -> None:
    assert http.post("/v1/scores", json={"patient": {"years": 76}}).status_code == 422
