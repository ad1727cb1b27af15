"""`copilot deid`: a file, JSONL, or a folder, de-identified; results of earlier runs are taken from the cache."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from copilot.cli.console import atomic, bars, emit_json, err, read_jsonl
from copilot.deid.cache import Cache
from copilot.deid.shift import DateMode
from copilot.deid.text import LONGEST, Deidentifier
from copilot.deid.types import Deidentified
from copilot.settings import settings
from retrieval.errors import BadInput

_SUFFIXES = (".txt", ".md", ".note")
_BATCH = 8


def deid(
    source: Annotated[
        Path | None, typer.Argument(help="A text file, or a folder of .txt, .md and .note files.")
    ] = None,
    jsonl: Annotated[Path | None, typer.Option(help='Lines of {"id","text"}; optional "patient".')] = None,
    out: Annotated[Path | None, typer.Option(help="JSONL to write; for a folder, the folder to write to.")] = None,
    dates: Annotated[
        str, typer.Option(help="`shift` (whole weeks per patient) or `year_only` (strict Safe Harbor).")
    ] = "shift",
    patient: Annotated[
        str, typer.Option(help="The record's key of the patient, for a file: surrogates then agree.")
    ] = "",
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; default: one a core.")] = None,
) -> None:
    """Replaces what identifies a person, and says of each text whether it may go on."""
    if (source is None) == (jsonl is None):
        raise BadInput("Give a file, a folder, or --jsonl.")
    if dates not in ("shift", "year_only"):
        raise BadInput("--dates is `shift` or `year_only`.")
    mode: DateMode = "shift" if dates == "shift" else "year_only"
    workers = jobs or os.cpu_count() or 1
    if jsonl is not None:
        _lines(jsonl, _needed(out), mode, workers)
    elif source is not None and source.is_dir():
        _folder(source, _needed(out), mode, workers)
    elif source is not None:
        _file(source, out, mode, patient)


def _file(source: Path, out: Path | None, mode: DateMode, patient: str) -> None:
    outcome = Deidentifier.of(settings(), mode).text(_read(source), patient=patient)
    row = as_row(source.name, outcome) | {"reasons": list(outcome.reasons)}
    if out is None:
        emit_json(row)
        return
    with atomic(out) as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _lines(jsonl: Path, out: Path, mode: DateMode, workers: int) -> None:
    rows = list(read_jsonl(jsonl))
    for number, row in enumerate(rows, start=1):
        if "id" not in row or not isinstance(row.get("text"), str) or len(row["text"]) > LONGEST:
            raise BadInput(f"{jsonl}, line {number}: expected an id and a text of at most {LONGEST:,} characters.")
    report = _Report()
    with bars() as progress, atomic(out) as file:
        progress.start("de-identifying", len(rows))
        work = [(row["text"], str(row.get("patient", ""))) for row in rows]
        for row, outcome in zip(rows, _outcomes(work, mode, workers), strict=True):
            file.write(json.dumps(as_row(row["id"], outcome), ensure_ascii=False) + "\n")
            report.add(outcome)
            progress.advance()
    report.show()


def _folder(source: Path, out: Path, mode: DateMode, workers: int) -> None:
    """Each file to its namesake under `out`; only what passes is written as text, all have a line in report.jsonl."""
    files = sorted(path for path in source.rglob("*") if path.is_file() and path.suffix in _SUFFIXES)
    if not files:
        raise BadInput(f"{source} holds no file of {', '.join(_SUFFIXES)}.")
    report = _Report()
    with bars() as progress, atomic(out / "report.jsonl") as lines:
        progress.start("de-identifying", len(files))
        for path, outcome in zip(files, _outcomes(((_read(path), "") for path in files), mode, workers), strict=True):
            name = path.relative_to(source)
            if outcome.verdict == "pass":
                with atomic(out / name) as file:
                    file.write(outcome.text)
            else:
                (out / name).unlink(missing_ok=True)  # what an earlier run let pass
            row = as_row(str(name), outcome) | {"reasons": list(outcome.reasons)}
            row.pop("text")
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            report.add(outcome)
            progress.advance()
    report.show()


def as_row(id: Any, outcome: Deidentified) -> dict[str, Any]:
    """One line of the contract: offsets into the input."""
    spans = [span.model_dump(include={"start", "end", "label", "surrogate"}) for span in outcome.spans]
    return {"id": id, "text": outcome.text, "verdict": outcome.verdict, "spans": spans}


def _outcomes(work: Iterable[tuple[str, str]], mode: DateMode, workers: int) -> Iterator[Deidentified]:
    """Outcomes in the order of the work; finished ones are in the cache, so a run that stopped goes on from there."""
    items = list(work)
    with Cache.of(settings(), mode) as cache, _pool(len(items), mode, workers) as pool:
        for start in range(0, len(items), _BATCH * workers):
            part = items[start : start + _BATCH * workers]
            found = {item: outcome for item in part if (outcome := cache.get(*item)) is not None}
            fresh = list(dict.fromkeys(item for item in part if item not in found))
            made = zip(fresh, pool.map(_one, fresh, chunksize=_BATCH) if pool else map(_one, fresh), strict=True)
            for item, outcome in made:
                cache.put(*item, outcome)
                found[item] = outcome
            yield from (found[item] for item in part)


@contextmanager
def _pool(items: int, mode: DateMode, workers: int) -> Iterator[ProcessPoolExecutor | None]:
    """Worker processes where they pay: each loads the models once."""
    if workers < 2 or items < 4 * _BATCH:
        _start(mode)
        yield None
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(mode,)) as pool:
        yield pool


_deidentifier: Deidentifier | None = None
"""The worker's own; made by `_start`."""


def _start(mode: DateMode) -> None:
    global _deidentifier
    _deidentifier = Deidentifier.of(settings(), mode)


def _one(item: tuple[str, str]) -> Deidentified:
    assert _deidentifier is not None
    return _deidentifier.text(item[0], patient=item[1])


class _Report:
    """Counts per category and verdict, on stderr."""

    def __init__(self) -> None:
        self._labels: Counter[str] = Counter()
        self._verdicts: Counter[str] = Counter()

    def add(self, outcome: Deidentified) -> None:
        self._verdicts[outcome.verdict] += 1
        self._labels.update(span.label for span in outcome.spans)

    def show(self) -> None:
        err.print("Verdicts: " + ", ".join(f"{n} {name}" for name, n in self._verdicts.most_common()))
        err.print("Replaced: " + (", ".join(f"{n} {name}" for name, n in self._labels.most_common()) or "nothing"))


def _read(path: Path) -> str:
    if not path.is_file():
        raise BadInput(f"There is no file {path}.")
    if path.stat().st_size > 4 * LONGEST:
        raise BadInput(f"{path.name} is longer than {LONGEST:,} characters.", next_step="Cut it at a section's end.")
    # undecodable bytes become U+FFFD, which the verdict withholds
    text = path.read_bytes().decode("utf-8", errors="replace")
    if len(text) > LONGEST:
        raise BadInput(f"{path.name} is longer than {LONGEST:,} characters.", next_step="Cut it at a section's end.")
    return text


def _needed(out: Path | None) -> Path:
    if out is None:
        raise BadInput("Say where to write with --out.")
    return out
