"""Where people read: progress, notes and problems on stderr; results alone on stdout."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from retrieval.errors import BadInput
from retrieval.files import whole

err = Console(stderr=True, highlight=False)
out = Console(highlight=False, soft_wrap=True)


def complain(what: str, kept: str = "", next_step: str = "") -> None:
    """A problem in plain words."""
    err.print(f"[bold red]Problem:[/] {_plain(what)}")
    for line in (kept, next_step):
        if line:
            err.print(f"  {_plain(line)}")


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def emit_json(value: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2))  # noqa: T201


class Bars:
    """Progress of long work, one bar per stage; plain lines where there is no terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: Any = None
        self._stage = ""

    def start(self, stage: str, total: int | None = None) -> None:
        self._stage = stage
        self._task = self._progress.add_task(stage, total=total)
        if not err.is_terminal:
            err.print(f"{stage} …")

    def advance(self, n: int = 1) -> None:
        if self._task is not None:
            self._progress.advance(self._task, n)

    def note(self, message: str) -> None:
        self._progress.console.print(f"  {_plain(message)}")


@contextmanager
def bars() -> Iterator[Bars]:
    """Progress bars on stderr for the duration of the block."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        disable=not err.is_terminal,
    ) as progress:
        yield Bars(progress)


def read_jsonl(
    path: Path, holds: Callable[[dict[str, Any]], bool] = lambda row: True, expected: str = "an object"
) -> list[dict[str, Any]]:
    """Objects of a JSONL file, each of which `holds`.

    Raises BadInput that names the line and what was `expected`, and not the file: its name may be a patient's.
    """
    if not path.is_file():
        raise BadInput("There is no such file.")
    rows = []
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8"))
            except (ValueError, RecursionError):
                raise BadInput(f"Line {number} is not JSON in UTF-8.", kept="Nothing was written.") from None
            if not isinstance(row, dict):
                raise BadInput(f"Line {number} is not a JSON object.", kept="Nothing was written.")
            if not holds(row):
                raise BadInput(f"Line {number}: expected {expected}.", kept="Nothing was written.")
            rows.append(row)
    return rows


@contextmanager
def atomic(path: Path) -> Iterator[Any]:
    """A text file that appears under its name only when it is whole."""
    with whole(path) as part, part.open("w", encoding="utf-8") as file:
        yield file
