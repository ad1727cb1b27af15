from __future__ import annotations

from pathlib import Path

import pytest

from evals.risksum import leaderboard
from evals.risksum.case import Answered, RiskCase
from evals.risksum.systems import SYSTEMS, System
from evals.risksum.written import written
from retrieval.errors import BadInput

SOME = [one for one in written() if one.id in ("w-hiv-weight", "w-tb-contact-nothing")]


def test_answers_are_kept_and_not_asked_for_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def silent(case: RiskCase) -> Answered:
        asked.append(case.id)
        return Answered(id=case.id, status="abstained", reason="no_evidence")

    monkeypatch.setattr(leaderboard, "dev", lambda: SOME)
    monkeypatch.setitem(SYSTEMS, "extractive", System("says nothing", False, silent))
    for _ in range(2):
        leaderboard.answer(["extractive"], 1, tmp_path / "kept.jsonl")
    assert sorted(asked) == sorted(one.id for one in SOME)
    made = leaderboard.board(tmp_path / "kept.jsonl", 1, "code")
    (row,) = made.rows
    assert (row.cases, row.measures["risksum score"].value) == (2, 0.5)
    with pytest.raises(BadInput, match="no such system"):
        leaderboard.answer(["nonsense"], 1, tmp_path / "kept.jsonl")
