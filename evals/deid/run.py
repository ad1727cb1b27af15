"""`python -m evals.deid`: systems side by side on the same sets, in one process."""

from __future__ import annotations

import json
import os
import platform
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from evals.deid import medline, notes, sets, systems
from evals.deid.report import Result, as_json, as_markdown
from evals.deid.score import score
from retrieval.errors import BadInput, Problem

_console = Console(stderr=True)


def measure(one: sets.EvalSet, name: str, system: systems.System) -> Result:
    """A system on a set. The first text is read twice: once before the clock starts."""
    system(one.documents[0])
    start, cpu = time.perf_counter(), time.process_time()
    predictions = [system(document) for document in one.documents]
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    mentions = [one.mentions.get(document.id, ()) for document in one.documents]
    return Result(one, name, score(one.documents, predictions), seconds, cpu, medline.hit(mentions, predictions))


def evaluate(
    set_: Annotated[
        list[str] | None, typer.Option("--set", help=f"of {', '.join(sets.NAMES)}; default: all but `test`")
    ] = None,
    system: Annotated[list[str] | None, typer.Option(help=f"of {', '.join(systems.NAMES)}; default: all")] = None,
    family: Annotated[
        str | None, typer.Option(help=f"own notes and queries of one family: {', '.join(notes.FAMILIES)}")
    ] = None,
    seed: Annotated[int, typer.Option(help="of the generated sets")] = 1,
    quick: Annotated[bool, typer.Option(help="the first hundred texts of each set")] = False,
    report: Annotated[Path, typer.Option(help="folder for report.json and report.md")] = Path("deid-report"),
) -> None:
    """Measure de-identification. Sets and systems that are not on this machine are named and left out."""
    wanted = set_ or _wanted(family)
    if unknown := [name for name in wanted if name not in sets.NAMES]:
        raise BadInput(f"There is no set {unknown[0]}.", next_step=f"Choose of {', '.join(sets.NAMES)}.")
    if unknown := [name for name in system or () if name not in systems.NAMES]:
        raise BadInput(f"There is no system {unknown[0]}.", next_step=f"Choose of {', '.join(systems.NAMES)}.")
    loaded, left_out = _load(wanted, quick, seed)
    results: list[Result] = []
    for name in system or systems.NAMES:
        try:
            made = systems.make(name)
        except Problem as problem:
            left_out[name] = str(problem)
            continue
        for one in loaded:
            if name in systems.NEED_RECORD and not one.own:
                continue
            results.append(measure(one, name, made))
            _console.print(f"{name} on {one.name}: {results[-1].seconds:.1f} s")
        _write(report, results, seed=seed, quick=quick, left_out=left_out)
    for name, reason in left_out.items():
        _console.print(f"left out: {name}. {reason}")
    _write(report, results, seed=seed, quick=quick, left_out=left_out)
    _console.print(f"wrote {report / 'report.md'}")


def main() -> None:
    """Entry point; a Problem is printed and gives its exit code."""
    try:
        typer.run(evaluate)
    except Problem as problem:
        _console.print(str(problem))
        raise SystemExit(problem.exit_code) from problem


def _wanted(family: str | None) -> list[str]:
    if family is None:
        return [name for name in sets.NAMES if name not in sets.UNSEEN]
    if family not in notes.FAMILIES:
        raise BadInput(f"There is no family {family}.", next_step=f"Choose of {', '.join(notes.FAMILIES)}.")
    return [f"notes-{family}", f"queries-{family}"]


def _load(names: list[str], quick: bool, seed: int) -> tuple[list[sets.EvalSet], dict[str, str]]:
    loaded, left_out = [], {}
    for name in names:
        try:
            loaded.append(sets.load(name, quick=quick, seed=seed))
        except sets.SetUnavailable as problem:
            left_out[name] = str(problem)
    return loaded, left_out


def _write(folder: Path, results: list[Result], *, seed: int, quick: bool, left_out: dict[str, str]) -> None:
    """Both reports of what there is so far: a system may take hours."""
    about: dict[str, Any] = {
        "seed": seed,
        "quick": quick,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    if left_out:
        about["left out"] = ", ".join(sorted(left_out))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(as_json(results, about), indent=1), encoding="utf-8")
    (folder / "report.md").write_text(as_markdown(results, about), encoding="utf-8")
