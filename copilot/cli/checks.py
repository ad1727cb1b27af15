"""`copilot verify`: the gate on pairs of claim and evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from copilot.cli.console import atomic, bars, err, read_jsonl
from copilot.settings import settings
from copilot.verify.entailment import entailment
from copilot.verify.gate import Gate


def verify(
    jsonl: Annotated[Path, typer.Option(help='Lines of {"id","claim","evidence"}.')],
    out: Annotated[Path, typer.Option(help='Lines of {"id","verdict","score","checks"} to write.')],
) -> None:
    """Checks whether each claim is supported by its evidence."""
    rows = read_jsonl(
        jsonl,
        lambda row: "id" in row and isinstance(row.get("claim"), str) and isinstance(row.get("evidence"), str),
        "id, claim and evidence",
    )
    gate = Gate(entailment(settings()))
    if gate.entailment is None:
        err.print("No verifier model is installed (`copilot setup --models`): rules alone decide.")
    with bars() as progress, atomic(out) as file:
        progress.start("verifying", len(rows))
        for batch in (rows[i : i + 16] for i in range(0, len(rows), 16)):
            checks = gate.check_many([(row["claim"], row["evidence"], "") for row in batch])
            for row, check in zip(batch, checks, strict=True):
                verdict = {
                    "id": row["id"],
                    "verdict": "supported" if check.supported else "unsupported",
                    "score": round(check.score, 4),
                    "checks": check.checks,
                }
                file.write(json.dumps(verdict, ensure_ascii=False) + "\n")
            progress.advance(len(batch))
