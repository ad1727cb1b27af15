"""`copilot guard` from the command line, without models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copilot import settings as configured
from copilot.cli.main import app
from retrieval.errors import BadInput


@pytest.fixture(autouse=True)
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPILOT_HOME", str(tmp_path))
    configured.settings.cache_clear()


def test_a_file_comes_back_line_by_line(tmp_path: Path) -> None:
    questions = {"a": "What is the capital of Mongolia?", "b": "Does diabetes increase the risk of severe COVID-19?"}
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in questions.items()))
    result = CliRunner().invoke(app, ["guard", "--jsonl", str(source), "--out", str(tmp_path / "out.jsonl")])
    assert result.exit_code == 0
    got = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert got == [{"id": "a", "allow": False, "reason": "out_of_scope"}, {"id": "b", "allow": True, "reason": ""}]


def test_one_question_is_said_in_words() -> None:
    result = CliRunner().invoke(app, ["guard", "Prescribe amoxicillin 500 mg for this patient."])
    assert result.exit_code == 0
    assert "action_request" in result.stdout


def test_a_broken_line_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("\n" + '{"id": 1}\n')
    result = CliRunner().invoke(app, ["guard", "--jsonl", str(source), "--out", str(tmp_path / "out.jsonl")])
    assert isinstance(result.exception, BadInput)
    assert "Line 2" in result.exception.what
    assert not (tmp_path / "out.jsonl").exists()


def test_a_question_and_a_file_are_too_much() -> None:
    assert isinstance(CliRunner().invoke(app, ["guard", "x", "--jsonl", "y"]).exception, BadInput)
