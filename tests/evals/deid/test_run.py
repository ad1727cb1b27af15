from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from evals.deid import sets, systems
from evals.deid.document import Prediction
from evals.deid.run import _wanted, evaluate
from retrieval.errors import BadInput

app = Typer()
app.command()(evaluate)


@pytest.fixture(autouse=True)
def one_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "_SYSTEMS", {"none": lambda: lambda _: Prediction(())})
    monkeypatch.setattr(systems, "NAMES", ("none", "absent"))


def test_a_run_writes_both_reports(tmp_path: Path) -> None:
    arguments = ["--set", "queries-dev-a", "--system", "none", "--quick", "--report", str(tmp_path / "r")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    report = json.loads((tmp_path / "r" / "report.json").read_text())
    assert report["sets"]["queries-dev-a"]["documents"] == 100
    assert report["results"][0]["score"]["strict"]["hits"] == 0
    assert (tmp_path / "r" / "report.md").read_text().startswith("# De-identification")


def test_a_finished_pass_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["--set", "queries-dev-a", "--system", "none", "--quick", "--report", str(tmp_path)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    before = json.loads((tmp_path / "report.json").read_text())["results"]

    def gone() -> systems.System:
        raise AssertionError("made again")

    monkeypatch.setattr(systems, "_SYSTEMS", {"none": gone})
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert json.loads((tmp_path / "report.json").read_text())["results"] == before
    monkeypatch.setattr(systems, "version", lambda _: "another version")
    assert isinstance(CliRunner().invoke(app, arguments).exception, AssertionError)


def test_the_unseen_family_is_measured_only_when_asked_for(tmp_path: Path) -> None:
    arguments = ["--family", "test", "--system", "none", "--quick", "--report", str(tmp_path)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert set(json.loads((tmp_path / "report.json").read_text())["sets"]) == {"notes-test", "queries-test"}
    assert "Misses of" not in (tmp_path / "report.md").read_text()
    assert sets.UNSEEN.isdisjoint(_wanted(None))


def test_sets_that_are_absent_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPILOT_SHARED_DATA", str(tmp_path))
    arguments = [
        "--set",
        "queries-dev-a",
        "--set",
        "presidio",
        "--quick",
        "--system",
        "none",
        "--report",
        str(tmp_path),
    ]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert json.loads((tmp_path / "report.json").read_text())["run"]["left out"] == "presidio"


@pytest.mark.parametrize("option", ["--set", "--system", "--family"])
def test_an_unknown_name_is_bad_input(option: str) -> None:
    result = CliRunner().invoke(app, [option, "moon"])
    assert isinstance(result.exception, BadInput)
    assert "moon" in str(result.exception)
