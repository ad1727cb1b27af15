from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copilot.cli.risksum import app
from evals.risksum import rag, splits
from evals.risksum.exchange import lines, scored
from evals.risksum.written import written
from retrieval.errors import BadInput

SOME = [one for one in written() if one.id in ("w-hiv-weight", "w-tb-contact-nothing", "w-gout-allopurinol")]


def test_what_systems_may_see_tells_neither_gold_nor_trap() -> None:
    rows = [json.loads(line) for line in lines(SOME, with_gold=False)]
    assert len(rows) == len(SOME)
    for row in rows:
        assert not {"facts", "forbidden", "abstain", "traps", "cohort", "scores"} & row.keys()
        assert row["evidence"]
        guesses = {hashlib.sha256(one.id.encode()).hexdigest() for one in SOME}
        assert not any(row["id"] in guess for guess in (*guesses, *(one.id for one in SOME)))


def test_answers_of_another_system_are_scored(tmp_path: Path) -> None:
    gold, answers = tmp_path / "gold.jsonl", tmp_path / "answers.jsonl"
    gold.write_text("\n".join(lines(SOME, with_gold=True)))
    blind = {json.loads(line)["question"]: json.loads(line)["id"] for line in lines(SOME, with_gold=False)}
    nothing = next(one for one in SOME if one.abstain)
    row = {"id": blind[nothing.question], "status": "abstained", "reason": "no_evidence"}
    answers.write_text(json.dumps(row))
    result = scored(gold, answers)
    assert (result.cases, result.unanswered) == (3, 2)
    assert result.measures["risksum score"].value == pytest.approx(1 / 3, abs=1e-3)
    answers.write_text('{"id": 1}')
    with pytest.raises(BadInput, match="one JSON object a line"):
        scored(gold, answers)


def test_the_command_line_exports_and_scores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splits, "dev", lambda: SOME)
    gold, answers = tmp_path / "gold.jsonl", tmp_path / "answers.jsonl"
    assert CliRunner().invoke(app, ["export", "--gold", "--out", str(gold)]).exit_code == 0
    assert len(gold.read_text().splitlines()) == len(SOME)
    answers.write_text("")
    made = CliRunner().invoke(app, ["score", "--cases", str(gold), "--answers", str(answers), "--json"])
    assert json.loads(made.stdout)["unanswered"] == 3


def test_plain_rag_cites_whole_texts_and_hears_a_refusal() -> None:
    from langchain_core.language_models import FakeListChatModel

    from evals.risksum import world

    case = world.computed(next(one for one in SOME if one.id == "w-hiv-weight"))
    chat = FakeListChatModel(
        responses=["Weight rose by 4.1 kg with dolutegravir [1].", "The evidence does not answer this question."]
    )
    answer = rag.answer(case, chat)
    (cited,) = answer.sentences[0].citations
    assert cited.quote == case.evidence[0].text
    assert rag.answer(case, chat).status == "abstained"


def test_no_evidence_text_names_its_case() -> None:
    case = next(one for one in written() if one.cohort)
    (line,) = lines([case], with_gold=False)
    assert case.id not in line
    assert not any(trap in json.loads(line)["evidence"][-1]["text"].split() for trap in case.traps)
