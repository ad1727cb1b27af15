"""`python -m copilot.training.verifier.crossed --pairs FILE --start FOLDER --out FILE`: answers to claims unseen.

Each half of the claims is answered by a model that went on from `start` with the other half. Claims of one group
(a shared claim or text) stay together.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Annotated, Any

import torch
import typer
from rich.console import Console

from copilot.settings import Settings
from copilot.training.lora import adapt
from copilot.training.verifier import adapter, written
from copilot.training.verifier.__main__ import RANK, base
from copilot.training.verifier.examples import Example
from copilot.training.verifier.train import Run, answers, train

_console = Console(stderr=True)


def main(
    pairs: Annotated[Path, typer.Option(help="lines of {claim, evidence, holds, group}")],
    start: Annotated[Path, typer.Option(help="adapter to go on from, that saw none of them")],
    out: Annotated[Path, typer.Option(help="answers to write, for `Cached`")],
    rate: Annotated[float, typer.Option(help="learning rate")] = 2.5e-4,
    seed: Annotated[int, typer.Option(help="of halves and order")] = 0,
) -> None:
    """Write {passage TAB claim: probability} of each claim, from the model of the other half."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in pairs.read_text(encoding="utf-8").splitlines() if line]
    groups = sorted({row["group"] for row in rows})
    Random(seed).shuffle(groups)  # noqa: S311 halves, no secret
    first = set(groups[: len(groups) // 2])
    data = [Example(r["claim"], written.passage(r["claim"], r["evidence"]), bool(r["holds"]), "given") for r in rows]
    made: dict[str, float] = {}
    for half in (True, False):
        tokenizer, model = base(Settings().home / "models")
        torch.manual_seed(seed)
        adapt(model.model, RANK, adapter.read(start))
        seen = [example for example, row in zip(data, rows, strict=True) if (row["group"] in first) == half]
        asked = [example for example, row in zip(data, rows, strict=True) if (row["group"] in first) != half]
        train(model, tokenizer, seen, Run(seed, rate=rate), _console.print)
        given = answers(model, tokenizer, asked)
        made |= {f"{one.passage}\t{one.claim}": value for one, value in zip(asked, given, strict=True)}
    out.write_text(json.dumps(made), encoding="utf-8")
    _console.print(f"{len(made)} answers; wrote {out}")


if __name__ == "__main__":
    typer.run(main)
