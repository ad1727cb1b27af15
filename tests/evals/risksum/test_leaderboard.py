from __future__ import annotations

from pathlib import Path

import pytest

from evals.risksum import leaderboard
from evals.risksum.case import Answered, RiskCase
from evals.risksum.systems import SYSTEMS, System
from evals.risksum.written import written
from retrieval.errors import BadInput

SOME = [one for one in written() if one.id in ("w-hiv-weight", "w-tb-contact-nothing")]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the cases that a system which says nothing was asked, of SOME."""
    found: list[str] = []

    def silent(case: RiskCase) -> Answered:
        found.append(case.id)
        return Answered(id=case.id, status="abstained", reason="no_evidence")

    monkeypatch.setattr(leaderboard, "dev", lambda: SOME)
    monkeypatch.setitem(SYSTEMS, "extractive", System("says nothing", False, silent))
    return found


def test_answers_are_kept_and_not_asked_for_twice(tmp_path: Path, asked: list[str]) -> None:
    kept = tmp_path / "new folder" / "kept.jsonl"
    for _ in range(2):
        leaderboard.answer(["extractive"], 1, kept, "code 1")
    assert sorted(asked) == sorted(one.id for one in SOME)
    made = leaderboard.board(kept, 1)
    (row,) = made.rows
    assert (made.code, row.cases, row.measures["risksum score"].value) == ("code 1", 2, 0.5)
    with pytest.raises(BadInput, match="no such system"):
        leaderboard.answer(["nonsense"], 1, kept, "code 1")


def test_a_board_is_of_one_version(tmp_path: Path, asked: list[str]) -> None:
    kept = tmp_path / "kept.jsonl"
    leaderboard.answer(["extractive"], 1, kept, "code 1")
    with pytest.raises(BadInput, match="another version"):
        leaderboard.answer(["extractive"], 1, kept, "code 2")
    with pytest.raises(BadInput, match="holds no answer"):
        leaderboard.board(tmp_path / "none.jsonl", 1)


def test_half_a_line_after_a_kill_is_asked_again(tmp_path: Path, asked: list[str]) -> None:
    kept = tmp_path / "kept.jsonl"
    leaderboard.answer(["extractive"], 1, kept, "code 1")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-20])
    leaderboard.answer(["extractive"], 1, kept, "code 1")
    assert kept.read_bytes() == whole
    assert len(asked) == 3
    kept.write_text("nonsense\n")
    with pytest.raises(BadInput, match="no file of answers"):
        leaderboard.board(kept, 1)
