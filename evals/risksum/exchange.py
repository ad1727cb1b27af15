"""The benchmark as JSON lines: for other systems to answer, and their answers to be scored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from evals.risksum import world
from evals.risksum.case import Answered, RiskCase
from evals.risksum.leaderboard import Measured, table
from evals.risksum.measures import measures
from evals.risksum.score import score
from retrieval.errors import BadInput
from retrieval.index.progress import SILENT, Progress

_GOLD = ("facts", "forbidden", "abstain", "traps", "cohort", "scores")
"""What a system that is tried must not see."""
Line = TypeVar("Line", bound=BaseModel)


def lines(cases: Sequence[RiskCase], with_gold: bool, progress: Progress = SILENT) -> Iterator[str]:
    """Each case with its whole evidence set as one line of JSON; without gold, neither id nor order tells the trap.

    A retracted work stands among the evidence, as it would in a library: `documents` says which are, and which stand
    on the list of retractions alone (`listed`).
    """
    progress.start("cases", len(cases))
    for case in cases if with_gold else sorted(cases, key=_blind):
        whole = world.computed(case)
        if with_gold:
            yield whole.model_dump_json()
        else:
            yield whole.model_copy(update={"id": _blind(whole)}).model_dump_json(exclude=dict.fromkeys(_GOLD, True))
        progress.advance()


def _blind(case: RiskCase) -> str:
    """An id that only who has the gold can work out: of the case alone it would tell number and trap."""
    return hashlib.sha256(case.model_dump_json().encode()).hexdigest()[:12]


class Result(BaseModel):
    """How a system did. A case that it did not answer counts as an abstention without a reason."""

    cases: int
    unanswered: int
    measures: dict[str, Measured]


def scored(cases: Path, answers: Path) -> Result:
    """Answers, under plain or blind ids, against cases exported with gold. Raises BadInput: a file cannot be read."""
    gold = _rows(cases, RiskCase)
    if not gold or not all(one.facts or one.abstain for one in gold):
        raise BadInput(f"{cases.name} holds no gold.", next_step="`copilot eval risksum export --gold --out FILE`.")
    told = {one.id: one for one in _rows(answers, Answered)}
    found = {one.id: told.get(one.id) or told.get(_blind(one)) for one in gold}
    judged = [measures(one, score(one, found[one.id] or Answered(id=one.id, status="abstained"))) for one in gold]
    unanswered = sum(answer is None for answer in found.values())
    return Result(cases=len(gold), unanswered=unanswered, measures=table(judged))


def _rows(file: Path, model: type[Line]) -> list[Line]:
    try:
        return [model.model_validate_json(line) for line in file.read_text("utf-8").split("\n") if line.strip()]
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise BadInput(
            f"{file.name} does not hold what it should, one JSON object a line.",
            next_step="docs/evals/risksum.md says what a line holds.",
        ) from error
