"""`copilot guard`: is a question answered, and if not why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from copilot.cli.console import atomic, bars, err, out, read_jsonl
from copilot.safety.guard import Guard
from copilot.settings import settings
from retrieval.errors import BadInput
from retrieval.index import Encoder

_BATCH = 64


def guard(
    text: Annotated[str | None, typer.Argument(help="A question.")] = None,
    jsonl: Annotated[Path | None, typer.Option(help='Lines of {"id","text"}.')] = None,
    target: Annotated[Path | None, typer.Option("--out", help='Lines of {"id","allow","reason"} to write.')] = None,
) -> None:
    """Says whether a question would be answered, or refused for its reason."""
    if text is not None and jsonl is None and target is None:
        verdict = _open().check(text)
        out.print("allowed" if verdict.allow else f"{verdict.reason}: {verdict.message}", markup=False)
        for line in verdict.would_help:
            out.print(f"  {line}", markup=False)
    elif text is None and jsonl is not None and target is not None:
        _file(jsonl, target)
    else:
        raise BadInput("Give a question, or --jsonl IN with --out OUT.")


def _file(source: Path, target: Path) -> None:
    rows = read_jsonl(source, lambda row: isinstance(row.get("text"), str) and "id" in row, "id and text")
    opened = _open()
    with bars() as progress, atomic(target) as file:
        progress.start("judging", len(rows))
        for batch in (rows[i : i + _BATCH] for i in range(0, len(rows), _BATCH)):
            for row, verdict in zip(batch, opened.check_many([row["text"] for row in batch]), strict=True):
                line = {"id": row["id"], "allow": verdict.allow, "reason": verdict.reason}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            progress.advance(len(batch))


def _open() -> Guard:
    folder = settings().encoder_dir
    opened = Guard(Encoder(folder) if folder.exists() else None)
    if opened.words_alone:
        err.print("No sentence encoder is installed (`copilot setup --models`): words alone decide, more strictly.")
    return opened
