"""`copilot deid` and `POST /v1/deid`: the contract of lines, folders that resume, bodies that are not echoed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from fastapi import FastAPI
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from copilot.api import problems
from copilot.api.routes import deid as route
from copilot.cli import deid as command
from copilot.deid.cache import Cache
from copilot.deid.text import Deidentifier
from copilot.settings import Settings, settings

NOTE = "Seen by Dr. Foley, MRN: 00482913."


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("COPILOT_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    yield tmp_path / "home"
    settings.cache_clear()


def run(*arguments: str) -> None:
    app = typer.Typer()
    app.command()(command.deid)
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_lines_in_lines_out(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"id": n, "text": NOTE}) + "\n" for n in (7, "b")), encoding="utf-8")
    run("--jsonl", str(source), "--out", str(out))
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [7, "b"]
    for row in rows:
        assert set(row) == {"id", "text", "verdict", "spans"}
        assert [NOTE[s["start"] : s["end"]] for s in row["spans"]] == ["Foley", "00482913"]
        assert all(set(span) == {"start", "end", "label", "surrogate"} for span in row["spans"])


def test_a_folder_writes_what_passes_and_reports_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = tmp_path / "notes", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text(NOTE, encoding="utf-8")
    (folder / "b.txt").write_bytes(b"\xff\xfe broken")
    monkeypatch.setattr(command, "Deidentifier", _Trusting)
    run(str(folder), "--out", str(out))
    report = {row["id"]: row["verdict"] for row in map(json.loads, (out / "report.jsonl").read_text().splitlines())}
    assert report == {"a.txt": "pass", "b.txt": "withhold"}
    assert "Foley" not in (out / "a.txt").read_text() and not (out / "b.txt").exists()


class _Trusting(Deidentifier):
    """The installation's de-identifier with rules that suffice."""

    @classmethod
    def of(cls, settings: Settings, mode: str = "shift") -> Deidentifier:
        from copilot.deid.text import Options

        return Deidentifier(Options(key=bytes(32), rules_suffice=True))


def test_the_cache_gives_back_what_passed_and_holds_no_input(tmp_path: Path) -> None:
    made = _Trusting.of(settings()).text(NOTE)
    with Cache(tmp_path / "cache", b"k" * 32, "r") as cache:
        cache.put(NOTE, "p", made)
        cache.put("other", "p", made.model_copy(update={"verdict": "withhold"}))
        assert cache.get(NOTE, "p") == made
        assert cache.get(NOTE, "q") is None and cache.get("other", "p") is None
    assert b"Foley" not in (tmp_path / "cache").read_bytes()


@pytest.fixture
def client(home: Path) -> TestClient:
    app = FastAPI()
    app.state.settings = Settings(home=home)
    problems.install(app)
    app.include_router(route.router, prefix="/v1")
    return TestClient(app)


def test_the_route_answers_with_spans_and_reasons(client: TestClient) -> None:
    answer = client.post("/v1/deid", json={"text": NOTE}).json()
    assert [NOTE[span["start"] : span["end"]] for span in answer["spans"]] == ["Foley", "00482913"]
    assert answer["verdict"] == "review" and answer["reasons"]


def test_a_refused_body_is_not_echoed(client: TestClient) -> None:
    answer = client.post("/v1/deid", json={"text": ["Zyra Quandale"], "zyra": 1})
    assert answer.status_code == 422 and "yra" not in answer.text.lower().replace("array", "")
