"""The leaderboard: every system over the dev split, or over a stated sample of it, with intervals."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError

from evals.risksum import world
from evals.risksum.case import Answered
from evals.risksum.generate import VERSION, fingerprint
from evals.risksum.measures import measures
from evals.risksum.score import score
from evals.risksum.splits import DEV_SEED, dev, ranked, sample
from evals.risksum.systems import FAULTY, SYSTEMS
from evals.stats import Estimate, estimate
from evals.suite import Measures
from retrieval.errors import BadInput
from retrieval.index.progress import SILENT, Progress


class Kept(BaseModel):
    """One answer as it is kept while a run goes on; `code` is the version that gave it."""

    system: str
    code: str
    answer: Answered


class Measured(BaseModel):
    value: float
    low: float
    high: float
    n: float


class Row(BaseModel):
    """One system. `cases` is what its values are over."""

    system: str
    about: str
    cases: int
    measures: dict[str, Measured]


class Leaderboard(BaseModel):
    """`cases`: fingerprint of the dev split; `sampled`: cases of each trap that systems with a model answered."""

    version: int
    split: str
    seed: int
    cases: str
    sampled: int
    code: str
    rows: list[Row]


def compared() -> list[str]:
    """The systems of the leaderboard."""
    return [name for name in SYSTEMS if name != FAULTY]


def answer(
    wanted: Sequence[str], per_trap: int, kept: Path, code: str, progress: Progress = SILENT, *, every: bool = True
) -> None:
    """Let systems answer, and append each answer to `kept` at once: the same command goes on after a kill.

    `per_trap` cases of each trap; where `every`, systems without a model answer the whole dev split. Traps come in
    turn, so that a run that is cut short is a balanced sample.

    Raises:
        BadInput: there is no such system, or `kept` holds answers of another version of the code.
    """
    if any(name not in SYSTEMS for name in wanted):
        raise BadInput("There is no such system.", next_step=f"Choose of {', '.join(compared())}.")
    earlier = read(kept)
    if any(one.code != code for one in earlier):
        raise BadInput(
            f"{kept.name} holds answers of another version of the code.",
            kept="It was not changed.",
            next_step="Name another file, so that a board is of one version.",
        )
    done = {(one.system, one.answer.id) for one in earlier}
    whole = ranked(dev(), seed=1)
    asked = [
        (name, case)
        for rank, some in whole.items()
        for case in some
        for name in wanted
        if rank < per_trap or (every and not SYSTEMS[name].models)
    ]
    todo = [(name, case) for name, case in asked if (name, case.id) not in done]
    progress.start("answers", len(todo))
    kept.parent.mkdir(parents=True, exist_ok=True)
    _drop_half_line(kept)
    with kept.open("a", encoding="utf-8") as file:
        case = None
        for name, one in todo:
            case = case if case and case.id == one.id else world.computed(one)
            made = Kept(system=name, code=code, answer=SYSTEMS[name].answer(case))
            file.write(made.model_dump_json() + "\n")
            file.flush()
            progress.advance()


def board(kept: Path, per_trap: int, progress: Progress = SILENT) -> Leaderboard:
    """The table of the answers in `kept`; a system that answered more has a second row, over the sample alone.

    Raises:
        BadInput: there are none.
    """
    answers, cases = read(kept), dev()
    if not answers:
        raise BadInput(f"{kept.name} holds no answer.")
    asked = {one.answer.id for one in answers}
    progress.start("cases", len(asked))
    sampled, whole = {one.id for one in sample(cases, per_trap, seed=1)}, {one.id: one for one in cases}
    judged: dict[str, dict[str, Measures]] = {name: {} for name in SYSTEMS}
    for id in sorted(asked):
        case = world.computed(whole[id])
        for one in answers:
            if one.answer.id == id:
                judged[one.system][id] = measures(case, score(case, one.answer))
        progress.advance()
    rows = []
    for name in compared():
        mine = judged[name]
        same = [found for id, found in mine.items() if id in sampled]
        if mine:
            rows.append(_row(name, mine.values()))
        if len(same) < len(mine):
            rows.append(_row(name, same, " on the sample"))
    made = fingerprint(cases)
    return Leaderboard(
        version=VERSION, split="dev", seed=DEV_SEED, cases=made, sampled=per_trap, code=answers[0].code, rows=rows
    )


def _row(name: str, judged: Collection[Measures], where: str = "") -> Row:
    return Row(system=f"{name}{where}", about=SYSTEMS[name].about, cases=len(judged), measures=table(judged))


def table(judged: Iterable[Measures]) -> dict[str, Measured]:
    """Every measure over what each case adds to it."""
    parts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for found in judged:
        for name, part in found.items():
            parts[name].append(part)
    estimates = {name: estimate(each) for name, each in parts.items()}
    return {name: _measured(one) for name, one in sorted(estimates.items()) if one is not None}


def _measured(one: Estimate) -> Measured:
    return Measured(value=round(one.value, 4), low=round(one.low, 4), high=round(one.high, 4), n=one.n)


def read(kept: Path) -> list[Kept]:
    """Answers of a run, without the half line that a kill may leave. Raises BadInput: a whole line is damaged."""
    text = kept.read_text(encoding="utf-8", errors="replace") if kept.exists() else ""
    try:
        return [Kept.model_validate_json(line) for line in text.split("\n")[:-1] if line.strip()]
    except ValidationError as error:
        raise BadInput(
            f"{kept.name} is no file of answers.", kept="It was not changed.", next_step="Name another file."
        ) from error


def _drop_half_line(kept: Path) -> None:
    written = kept.read_bytes() if kept.exists() else b""
    if (whole := written.rfind(b"\n") + 1) < len(written):
        os.truncate(kept, whole)
