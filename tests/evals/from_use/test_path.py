"""The whole path: an answer, a review, the candidate, a person's decision, the suite."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copilot.audit import AuditLog
from copilot.cli import eval as cli
from copilot.schema import Review
from copilot.settings import Settings, settings
from evals import lab
from evals.suites import from_use


@pytest.fixture
def installation() -> Settings:
    settings.cache_clear()
    return settings()


def test_from_a_review_to_a_case_of_the_suite(
    installation: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copilot = lab.bench("path", lab.lines("abstracts.jsonl"))
    copilot.audit = AuditLog(installation.audit_file)
    question = "Does vitamin D reduce falls in nursing homes?"
    id = copilot.ask(question).id
    review = Review(verdict="wrong", sentence=1, comment="Mrs. Rosalind Ashgrove, MRN: 00482913, fell twice.")
    assert copilot.review(id, review)

    file = tmp_path / "candidates.json"
    done = CliRunner().invoke(cli.app, ["candidates", "--out", str(file)])
    assert done.exit_code == 0, done.output
    text = file.read_text(encoding="utf-8")
    assert not [token for token in ("Ashgrove", "Rosalind", "00482913", id) if token in text]
    rows = json.loads(text)
    (row,) = rows["candidates"]
    assert row["question"] == question

    row |= {"decision": "accept", "expect": {"status": "answered", "never": ["Falls were more with vitamin D."]}}
    file.write_text(json.dumps(rows), encoding="utf-8")
    done = CliRunner().invoke(cli.app, ["accept", str(file)])
    assert done.exit_code == 0, done.output
    again = CliRunner().invoke(cli.app, ["candidates", "--out", str(file)])
    assert again.exit_code == 0
    assert json.loads(file.read_text(encoding="utf-8"))["candidates"] == []

    (case,) = [one for one in from_use.cases("quick", 1) if one.group == "from use"]
    with monkeypatch.context() as patch:
        patch.setattr(lab, "copilot", lambda: copilot)
        verdict = from_use.judge(case, from_use.solve(case))
    assert verdict.passed, verdict.why
