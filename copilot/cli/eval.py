"""`copilot eval`: list, run, compare, report, review by people, and cases from use."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.audit import AuditLog
from copilot.cli import risksum
from copilot.cli.console import atomic, bars, err, out
from copilot.cli.harness import evals as _evals
from copilot.settings import Settings, settings
from retrieval.errors import BadInput

if TYPE_CHECKING:
    from evals.report.model import BarReport, Measured, Report

app = typer.Typer(no_args_is_help=True, help="Measure this installation against stated bars, offline.")
app.add_typer(risksum.app, name="risksum")
_Folder = Annotated[Path, typer.Option("--report", help="Folder for report.json, .html and .md, and the logs.")]


@app.command("list")
def list_() -> None:
    """Names every suite and what it checks."""
    suites = _evals("suite")
    for name in suites.names():
        out.print(f"{name:<14} {suites.get(name).card.checks}", markup=False)


@app.command()
def run(
    suites: Annotated[list[str], typer.Argument(help="Suites by name, or all.")],
    report: _Folder,
    quick: Annotated[bool, typer.Option("--quick", help="Minutes in place of hours.")] = False,
    slice_: Annotated[bool, typer.Option("--slice", help="Seconds, without language models: what CI runs.")] = False,
    seed: Annotated[int, typer.Option(help="Of every choice that is drawn.")] = 1,
) -> None:
    """Runs suites; the same command goes on after a kill. Exits with 1 if a bar is broken or a result lacks."""
    harness, known = _evals("run"), _evals("suite").names()
    wanted = known if suites == ["all"] else suites
    size = "slice" if slice_ else "quick" if quick else "full"
    with bars() as progress:
        harness.run(wanted, report, size, seed, progress)
    _finish(report)


@app.command("report")
def report_(folder: Annotated[Path, typer.Argument(help="Folder of a run.")]) -> None:
    """Writes the report of a run again, from its logs."""
    _finish(folder)


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="Folder of a run.")],
    after: Annotated[Path, typer.Argument(help="Folder of another.")],
) -> None:
    """Says which measures moved and which cases turned between two runs."""
    comparing = _evals("report.compare")
    old, new = _read(before), _read(after)
    moved, turned, unlike = (of(old, new) for of in (comparing.moved, comparing.turned, comparing.unlike))
    if unlike:
        err.print(f"The runs differ in {' and '.join(unlike)}: measures move by that alone.")
    for one in moved:
        out.print(f"{one.suite}: {one.measure}: {_taken(one.before)} -> {_taken(one.after)}", markup=False)
    for case in turned:
        way = "held, now not" if case.held_before else "did not hold, now does"
        out.print(f"{case.suite}: {case.case} {way}: {case.why}", markup=False)
    err.print(f"{len(moved)} measures moved, {len(turned)} cases turned.")


@app.command()
def sheet(
    folder: Annotated[Path, typer.Argument(help="Folder of a run with the suites grounding or risksum.")],
    target: Annotated[Path, typer.Option("--out", help="CSV to write; one copy for each reviewer.")],
    n: Annotated[int, typer.Option("-n", "--n", help="Sentences.", min=1)] = 50,
    seed: Annotated[int, typer.Option(help="Of the choice and the order.")] = 1,
) -> None:
    """Writes random shown sentences to a blinded sheet for review by people."""
    text = _evals("review").sheet(_read(folder), n, seed)
    with atomic(target) as file:
        file.write(f"\ufeff{text}")  # without the mark, Excel reads UTF-8 as something else


@app.command()
def agree(
    sheets: Annotated[list[Path], typer.Argument(help="Two or more sheets that came back.")],
) -> None:
    """Says how far reviewers agree (Krippendorff's alpha), and which sentences are left to decide."""
    reviewing = _evals("review")
    if len(sheets) < 2:
        raise BadInput("One sheet agrees with itself.", next_step="Name the sheets of two reviewers or more.")
    try:
        texts = [one.read_text(encoding="utf-8") for one in sheets]
    except OSError as error:
        raise BadInput("A sheet cannot be read.") from error
    except UnicodeDecodeError as error:
        raise BadInput("A sheet is not in UTF-8.", next_step="Save it as “CSV UTF-8”.") from error
    found = reviewing.agreement([reviewing.read(text) for text in texts])
    out.print(f"alpha {_said(found.alpha)} over {found.items} sentences; {len(found.open)} to decide", markup=False)
    for item in found.open:
        out.print(f"  {item}", markup=False)


@app.command()
def candidates(
    target: Annotated[Path, typer.Option("--out", help="JSON to write, for a person to go through.")],
) -> None:
    """Writes readers' reviews from the audit log as candidate cases, through the outgoing gate."""
    store, chosen = _evals("from_use.store"), settings()
    log, cases = AuditLog(chosen.audit_file), store.decided(store.folder(chosen.home))
    log.verify()
    found = _evals("from_use.candidates").candidates(log.entries(), {one.id for one in cases}, _leaving(chosen))
    with atomic(target) as file:
        file.write(store.write(found.candidates))
    err.print(f"{len(found.candidates)} candidates; {found.kept_back} kept back: they may name somebody.")


@app.command()
def accept(file: Annotated[Path, typer.Argument(help="Candidates that a person has gone through.")]) -> None:
    """Takes accepted candidates into the suite from_use of this installation."""
    store, chosen = _evals("from_use.store"), settings()
    try:
        gone_through = _evals("from_use.case").read(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput("This file cannot be read as JSON.", kept="No case was taken in.") from error
    taken, refused, left = store.take(gone_through, store.folder(chosen.home), _leaving(chosen))
    err.print(f"{taken} taken in, {refused} refused, {left} left open. They run with `copilot eval run from_use`.")


def _leaving(chosen: Settings) -> Callable[[str], None]:
    """The gate on the way out. Reading with its models takes seconds."""
    from copilot.deid.gate import gate_for

    return gate_for((), (), chosen.home / "models").check


def _finish(folder: Path) -> None:
    manifest = _evals("manifest").Manifest.read(folder)
    made: Report = _evals("report.model").report(_evals("run").logs(folder), manifest)
    _evals("report.write").write(made, folder)
    for bar in made.bars:
        out.print(f"{bar.outcome:<13} {bar.suite}: {bar.measure}: {_taken(bar)}, {bar.bar}", markup=False)
    for name, why in made.left_out.items():
        err.print(f"without a result: {name}: {why}", markup=False)
    counted = f"{len(made.broken)} of {len(made.bars)} bars broken, {made.errors} cases failed"
    err.print(f"{counted}, {len(made.left_out)} suites without a result.", markup=False)
    err.print(f"Report: {folder / 'report.html'}", markup=False)
    if not made.holds:
        raise typer.Exit(1)


def _read(folder: Path) -> Report:
    try:
        report: Report = _evals("report.write").read(folder)
    except (OSError, ValueError) as error:
        raise BadInput("This folder holds no report.", next_step="`copilot eval run SUITE --report DIR`.") from error
    return report


def _taken(one: Measured | BarReport | None) -> str:
    return f"{_said(one.value)} ({_said(one.low)} to {_said(one.high)})" if one else "not taken"


def _said(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
