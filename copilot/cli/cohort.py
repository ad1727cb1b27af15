"""`copilot cohort run | list | explain | doctor | generate`.

Databases and statistics are imported where they are used: every other command starts without them.
"""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import track

from copilot.cli.console import atomic, emit_json, err, out
from copilot.settings import settings
from retrieval.cohort import registry
from retrieval.cohort.result import CohortResult, Subgroup
from retrieval.cohort.words import evidence, percent
from retrieval.errors import BadInput, Problem

app = typer.Typer(help="What happened to patients like this one, from an OMOP database.", no_args_is_help=True)

Spec = Annotated[str, typer.Argument(metavar="SPEC.json|NAME", help="A query of your own, or one that ships.")]
Url = Annotated[
    str | None,
    typer.Option(
        "--cdm",
        help="A DuckDB file, a folder of Parquet or CSV, postgresql://user@host/database?schema=cdm, or "
        "spark:DATABASE. Default: COPILOT_CDM, else the sample.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


@app.command()
def run(
    spec: Spec,
    cdm: Url = None,
    as_json: AsJson = False,
    picture: Annotated[
        list[Path] | None, typer.Option(help="Write the curve (or, for groups, the forest) as .svg or .png.")
    ] = None,
) -> None:
    """Asks a cohort query and shows what disclosure control lets through."""
    from copilot.cohort import ask

    result = ask(registry.load(spec), settings(), _requester(), cdm=cdm)
    for file in picture or []:
        _draw(result, file)
    if as_json:
        emit_json(result.model_dump(mode="json"))
    else:
        _show(result)


@app.command()
def cards(
    file: Annotated[Path, typer.Argument(help="Where to write the cards, one JSON a line.")],
    spec: Annotated[
        list[str] | None, typer.Option("--query", help="A query; repeatable. Default: all that ship.")
    ] = None,
    cdm: Url = None,
) -> None:
    """Runs common queries once and writes their answers as cards for `index build --source cards:FILE`."""
    from copilot.cohort import ask
    from retrieval.cohort.cards import card

    made: list[str] = []
    for name in track(spec or registry.names(), description="Asking", console=err):
        try:
            made.append(card(ask(registry.load(name), settings(), _requester(), cdm=cdm)).model_dump_json())
        except Problem as problem:
            err.print(f"One query has no card: {problem.what}", markup=False)
    if not made:
        raise BadInput("No query could be answered.", kept="No file was written.")
    with atomic(file) as cards:
        cards.writelines(f"{line}\n" for line in made)
    err.print(
        f"{len(made)} {'card' if len(made) == 1 else 'cards'}. Add with `copilot index update --source cards:FILE`."
    )


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Shows the queries that ship."""
    queries = [registry.load(name) for name in registry.names()]
    if as_json:
        emit_json([{"name": query.name, "title": query.title, "purpose": query.purpose} for query in queries])
        return
    for query in queries:
        out.print(f"{query.name}\n    {query.title}", markup=False)


@app.command()
def explain(spec: Spec, as_json: AsJson = False) -> None:
    """Says in words what a query counts; with --json, the query with its definitions inline."""
    from retrieval.cohort.execute import explain as in_words

    query = registry.load(spec)
    if as_json:
        emit_json(query.model_dump(mode="json"))
    else:
        out.print(in_words(query), markup=False)


@app.command()
def doctor(cdm: Url = None, as_json: AsJson = False) -> None:
    """Checks a database, and says what each fault means for results."""
    from retrieval.cohort.cdm import open_cdm
    from retrieval.cohort.doctor import examine

    with open_cdm(cdm or settings().cdm_url) as opened:
        info, findings = opened.info, examine(opened)
    if as_json:
        emit_json({"data": info.model_dump(mode="json"), "findings": [found.model_dump() for found in findings]})
        return
    out.print(f"{info.name}: OMOP CDM {info.version}, data to {info.last_data}.", markup=False)
    for found in findings:
        out.print(f"{found.severity}: {found.what}\n    {found.means}", markup=False)
    if not findings:
        out.print("Nothing to remark.")


@app.command()
def generate(
    database: Annotated[Path, typer.Argument(help="The DuckDB file to write.")],
    persons: Annotated[int, typer.Option(help="How many persons; about 50 records each.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same persons.")] = 1,
) -> None:
    """Writes a synthetic database with planted risks, and beside it the truth that was planted."""
    from retrieval.cohort.generate.make import generate as make

    made = make(database, persons=persons, seed=seed)
    err.print(f"{made.persons:,} synthetic persons, {made.records:,} records: {made.database}", markup=False)
    err.print(f"What was planted: {made.truth}", markup=False)


def _draw(result: CohortResult, file: Path) -> None:
    from retrieval.cohort import plot

    kind = file.suffix.lower().removeprefix(".")
    if kind not in ("svg", "png"):
        raise BadInput(f"{file} names no picture.", next_step="Give a file that ends in .svg or .png.")
    drawn = (plot.forest if result.breakdown else plot.curve)(result, "svg" if kind == "svg" else "png")
    if drawn is None:
        err.print("There is nothing to draw: disclosure control lets no curve through.")
        return
    file.write_bytes(drawn.data)
    err.print(f"{file}: {drawn.alt}", markup=False)


def _show(result: CohortResult) -> None:
    lines = [result.title, "", evidence(result).text]
    if result.subgroups:
        lines += ["", f"By {str(result.breakdown).replace('_', ' ')}:", *map(_group, result.subgroups)]
    warnings = (*result.withheld, *result.representativeness.warnings)
    lines += [f"Note: {line}" for line in warnings]
    out.print("\n".join(lines), markup=False)


def _group(group: Subgroup) -> str:
    name = group.level if group.arm == "index" else f"{group.level} (comparator)"
    if group.risk is None or group.ci is None:
        return f"  {name}: suppressed" if group.suppressed else f"  {name}: no patients"
    lo, hi = (percent(end) for end in group.ci)
    return f"  {name}: {_number(group.events)} of {_number(group.n)}, {percent(group.risk)} (95% CI {lo} to {hi})"


def _number(count: Any) -> str:
    return f"{count:,}"


def _requester() -> str:
    """Whose budget a query is counted on: the user, by number where a container has no name for it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
