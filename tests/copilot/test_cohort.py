"""A cohort query through the doors: nothing leaves but what the disclosure gate lets through."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from cdms import random_cdm
from queries import any_of, query
from starlette.testclient import TestClient

from copilot.api.app import create_app
from copilot.cli import main
from copilot.settings import Settings
from copilot.settings import settings as process_settings

SINUSITIS = 4283893
WIDE = query(outcome=any_of(SINUSITIS), lookback_days=0, washout_days=0, end_day=365)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_cdm(tmp_path_factory.mktemp("cdm") / "random.duckdb", persons=400)


@pytest.fixture
def http(file: Path, tmp_path: Path) -> TestClient:
    app = create_app(Settings(home=tmp_path, cdm=str(file)))
    return TestClient(app, base_url="http://127.0.0.1:8080", raise_server_exceptions=False)


@pytest.fixture
def run(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COPILOT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COPILOT_CDM", str(file))
    process_settings.cache_clear()

    def run(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["copilot", "cohort", *args])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return int(stopped.value.code or 0), captured.out, captured.err

    yield run
    process_settings.cache_clear()


def test_a_query_is_answered(http: TestClient) -> None:
    body = http.post("/v1/cohort", json={"query": WIDE.model_dump()}).json()
    assert body["n"] >= 11 and 11 <= body["events"] <= body["n"]
    assert body["ci"][0] < body["risk"] < body["ci"][1]
    assert body["query_hash"] == WIDE.hash and body["text"].startswith("Cohort statistics. Population: patients with")


def test_few_events_are_suppressed_and_not_zero(http: TestClient) -> None:
    body = http.post("/v1/cohort", json={"query": query(lookback_days=0, end_day=14).model_dump()}).json()
    assert body["suppressed"] and body["events"] is None and body["risk"] is None
    assert body["could_be"]["events"][1] >= 10


def test_a_query_too_close_to_an_earlier_one_is_refused(http: TestClient) -> None:
    answered = [
        http.post("/v1/cohort", json={"query": WIDE.model_copy(update={"end_day": day}).model_dump()})
        for day in (365, 355)
    ]
    assert [answer.status_code for answer in answered] == [200, 403]
    assert answered[1].json()["type"].endswith("withheld")


@pytest.mark.parametrize(
    "body",
    [
        {"name": "no-such-query"},
        {},
        {"query": {"name": "x"}},
        {"query": query().model_dump() | {"index_event": {"PrimaryCriteria": {"CriteriaList": [{"Gossip": {}}]}}}},
        {"query": query().model_dump() | {"index_event": "/etc/passwd"}},
    ],
)
def test_a_bad_query_is_refused(http: TestClient, body: dict[str, object]) -> None:
    answer = http.post("/v1/cohort", json=body)
    assert answer.status_code == 422 and "passwd" not in answer.text


def test_no_database(tmp_path: Path) -> None:
    http = TestClient(create_app(Settings(home=tmp_path)), base_url="http://127.0.0.1:8080")
    assert http.post("/v1/cohort", json={"query": WIDE.model_dump()}).status_code == 422


def test_run(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps(WIDE.model_dump()))
    code, out, _ = run("run", str(spec), "--json")
    found = json.loads(out)
    assert code == 0 and found["n"] >= 11
    code, out, _ = run("run", str(spec), "--picture", str(tmp_path / "curve.svg"))
    assert code == 0 and f"n = {found['n']:,}" in out and "<svg" in (tmp_path / "curve.svg").read_text()


def test_list_and_explain(run) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("list", "--json")
    names = [entry["name"] for entry in json.loads(out)]
    assert code == 0 and {"eunomia-celecoxib-gi-bleed-90d", "eunomia-diclofenac-gi-bleed-90d"} <= set(names)
    code, out, _ = run("explain", "eunomia-celecoxib-gi-bleed-90d")
    assert code == 0 and "celecoxib" in out and "day 1 to day 90" in out


def test_doctor(run) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("doctor", "--json")
    found = json.loads(out)
    assert code == 0 and found["data"]["persons"] == 400
    assert all(finding["means"] for finding in found["findings"])


@pytest.mark.parametrize(
    "arguments", [("run", "nowhere"), ("run", "eunomia-af-stroke-5y", "--cdm", "nowhere.duckdb")]
)
def test_bad_usage(run, arguments: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run(*arguments)
    assert (code, out) == (2, "") and "There is no" in err
