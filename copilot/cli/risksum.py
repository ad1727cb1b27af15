"""`copilot eval risksum`: the benchmark for other systems, their answers scored, and the leaderboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.cli.console import atomic, bars, err, out
from copilot.cli.harness import evals

if TYPE_CHECKING:
    from evals.risksum.leaderboard import Measured

app = typer.Typer(no_args_is_help=True, help="The benchmark of cited risk summaries: export, score, leaderboard.")
_Seed = Annotated[
    str | None,
    typer.Option(help="Secret seed of a test split; without one, the public dev split.", envvar="RISKSUM_SEED"),
]


@app.command()
def export(
    target: Annotated[Path, typer.Option("--out", help="JSONL to write, a case a line.")],
    seed: _Seed = None,
    gold: Annotated[
        bool, typer.Option("--gold/--no-gold", help="With what `score` needs, or what systems may see.")
    ] = False,
) -> None:
    """Writes every case with its evidence set."""
    cases = _split(seed)
    with bars() as progress, atomic(target) as file:
        file.writelines(f"{line}\n" for line in evals("risksum.exchange").lines(cases, gold, progress))
    err.print(f"{len(cases)} cases {'with' if gold else 'without'} gold in {target}.", markup=False)


@app.command()
def score(
    cases: Annotated[Path, typer.Option(help="What `export --gold` wrote.")],
    answers: Annotated[Path, typer.Option(help="JSONL, an answer a line.")],
    json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Scores the answers of any system, without a model."""
    result = evals("risksum.exchange").scored(cases, answers)
    if json:
        out.print(result.model_dump_json(indent=1), markup=False, soft_wrap=True)
        return
    _table(result.measures)
    err.print(f"{result.cases} cases, {result.unanswered} of them not answered.", markup=False)


@app.command()
def leaderboard(
    target: Annotated[Path, typer.Option("--out", help="JSON to write.")],
    answers: Annotated[Path, typer.Option(help="Where answers are kept; the same command goes on after a kill.")],
    systems: Annotated[list[str] | None, typer.Option("--system", help="One or more; all, if none is named.")] = None,
    every: Annotated[
        bool, typer.Option("--every/--sample", help="All cases for the systems without a model.")
    ] = True,
    per_trap: Annotated[int, typer.Option(help="Cases of each trap for the systems with a model.", min=1)] = 2,
) -> None:
    """Runs the baselines on the dev split: those with a model on a sample of it."""
    boards = evals("risksum.leaderboard")
    wanted = systems or boards.compared()
    with bars() as progress:
        boards.answer(wanted, per_trap, answers, evals("manifest").version(), progress, every=every)
        made = boards.board(answers, per_trap, progress)
    with atomic(target) as file:
        file.write(made.model_dump_json(indent=1) + "\n")
    for row in made.rows:
        headline = row.measures[evals("risksum.measures").HEADLINE]
        out.print(f"{row.system:<40} {_said(headline)}  {row.cases} cases", markup=False)


def _split(seed: str | None) -> list[object]:
    splits = evals("risksum.splits")
    found: list[object] = splits.dev() if seed is None else splits.test(seed)
    return found


def _table(measures: dict[str, Measured]) -> None:
    for name, one in measures.items():
        out.print(f"{name:<45} {_said(one)}  of {one.n:g}", markup=False)


def _said(one: Measured) -> str:
    return f"{one.value:.3f} ({one.low:.3f} to {one.high:.3f})"
