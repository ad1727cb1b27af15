"""`python -m evals.deid`: systems side by side on the same sets, in one process."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from evals.deid import medline, notes, sets, systems
from evals.deid.report import Result, as_json, as_markdown
from evals.deid.score import score
from evals.deid.store import Pass, Store
from retrieval.errors import BadInput, Problem

_console = Console(stderr=True)


def read(one: sets.EvalSet, name: str, system: systems.System) -> Pass:
    """A system over a set. The first text is read twice: once before the clock starts."""
    system(one.documents[0])
    start, cpu = time.perf_counter(), time.process_time()
    bar = track(one.documents, f"{name} on {one.name}", console=_console, transient=True)
    predictions = tuple(system(document) for document in bar)
    return Pass(predictions, time.perf_counter() - start, time.process_time() - cpu)


def judged(one: sets.EvalSet, name: str, done: Pass) -> Result:
    """The scores of a pass over a set."""
    mentions = [one.mentions.get(document.id, ()) for document in one.documents]
    hits = medline.hit(mentions, done.predictions)
    return Result(one, name, score(one.documents, done.predictions), done, hits)


def measure(one: sets.EvalSet, name: str, system: systems.System) -> Result:
    """A system on a set."""
    return judged(one, name, read(one, name, system))


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
    """Measure de-identification.

    Sets and systems that are not on this machine are named and left out. Each finished pass of a system over a set is
    kept in the report folder; the same command goes on from there, and reads again only what has changed.
    """
    wanted = set_ or _wanted(family)
    if unknown := [name for name in wanted if name not in sets.NAMES]:
        raise BadInput(f"There is no set {unknown[0]}.", next_step=f"Choose of {', '.join(sets.NAMES)}.")
    if unknown := [name for name in system or () if name not in systems.NAMES]:
        raise BadInput(f"There is no system {unknown[0]}.", next_step=f"Choose of {', '.join(systems.NAMES)}.")
    loaded, left_out = _load(wanted, quick, seed)
    results: list[Result] = []
    store = Store(report / "predictions")
    for name in system or systems.NAMES:
        made = cache(partial(systems.make, name))
        try:
            for one in loaded:
                if one.own or name not in systems.NEED_RECORD:
                    results.append(judged(one, name, _passed(store, one, name, made)))
                    _console.print(f"{name} on {one.name}: {results[-1].done.seconds:.1f} s")
                    _write(report, results, seed=seed, quick=quick, left_out=left_out)
        except systems.SystemUnavailable as problem:
            left_out[name] = str(problem)
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


def _passed(store: Store, one: sets.EvalSet, name: str, made: Callable[[], systems.System]) -> Pass:
    """The kept pass of this version of the system over this version of the set, or a new one."""
    version, sha256 = systems.version(name), one.sha256
    done = store.get(name, version, sha256)
    if done is None:
        done = read(one, name, made())
        store.put(name, version, sha256, done)
    return done


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
    """Both reports of what there is so far."""
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
