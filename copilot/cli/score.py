"""`copilot score`: list, explain, run, applicable."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from copilot.cli.console import atomic, bars, emit_json, err, out, read_jsonl
from copilot.patient.intake import from_document
from copilot.patient.load import read_file
from copilot.scores_input import facts_of
from retrieval.errors import BadInput
from retrieval.scores import Result, Score, applicable, as_evidence, get, registry, run
from retrieval.scores.describe import describe
from retrieval.scores.evaluate import said
from retrieval.scores.result import Span
from retrieval.scores.vectors import answer

app = typer.Typer(no_args_is_help=True, help="Published risk scores.")


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Names every score."""
    if as_json:
        emit_json([describe(score) for score in registry().values()])
        return
    for score in registry().values():
        out.print(f"{score.name:<20} {score.title}: {score.predicts}", markup=False)


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="A name of `copilot score list`.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Says what a score takes, what it means, and where it was published."""
    score = get(name)
    if as_json:
        emit_json(describe(score))
        return
    for line in _explained(score):
        out.print(line, markup=False)


@app.command("applicable")
def applicable_(
    patient: Annotated[Path, typer.Option(help="FHIR R4 Bundle or typed form, JSON.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Says which scores can be computed for a patient now, and which need what."""
    found = applicable(facts_of(from_document(read_file(patient))))
    if as_json:
        emit_json([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        needs = "; ".join(missing.label for missing in one.missing)
        value = f" {said(one.result)}" if one.result and one.result.status != "unknown" else ""
        reason = one.reason or (f"needs {needs}" if needs else "")
        out.print(f"{one.name:<20} {one.status}{value}{f': {reason}' if reason else ''}", markup=False)


@app.command("run")
def run_(
    name: Annotated[str | None, typer.Argument(help="A name of `copilot score list`.")] = None,
    given: Annotated[str | None, typer.Option("--input", help="Inputs by name: JSON, or a file of it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole result as JSON.")] = False,
    vectors: Annotated[Path | None, typer.Option(help="Rows of published test vectors, JSONL.")] = None,
    target: Annotated[Path | None, typer.Option("--out", help="The rows with `got`, JSONL.")] = None,
) -> None:
    """Computes a score, or the range it must lie in; or every row of a file of test vectors."""
    if vectors is not None and target is not None and name is None and given is None:
        _vectors(vectors, target)
    elif name is not None and given is not None and vectors is None and target is None:
        result = run(get(name), _inputs(given))
        if as_json:
            emit_json(result.model_dump(mode="json"))
        else:
            _show(result)
    else:
        raise BadInput("Give a score with --input, or --vectors IN with --out OUT.")


def _inputs(given: str) -> dict[str, Any]:
    """The JSON object in `given`, or in the file that it names."""
    text = given
    if not given.lstrip().startswith("{"):
        try:
            text = Path(given).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput("--input is neither a JSON object nor a file that can be read.") from error
    try:
        value = json.loads(text)
    except ValueError as error:
        raise BadInput("The inputs are not valid JSON.") from error
    if not isinstance(value, dict):
        raise BadInput("The inputs are not a JSON object of names and values.")
    return value


def _show(result: Result) -> None:
    out.print(as_evidence(result).text, markup=False)
    for missing in result.missing:
        ends = "; ".join(f"{end}: {_between(span)}" for end, span in missing.ends.items())
        out.print(f"  not known: {missing.label} ({missing.name}): {ends or missing.range}", markup=False)
    if result.time_critical:
        err.print(f"Not for an emergency in progress. {result.time_critical}", markup=False)
    if result.licence:
        err.print(result.licence, markup=False)


def _between(span: Span) -> str:
    return f"{span.low:g}" if span.low == span.high else f"{span.low:g} to {span.high:g}"


def _explained(score: Score) -> list[str]:
    lines = [score.title, f"  {score.predicts}; {score.population}", f"  {score.published}"]
    lines += [f"  doi:{score.doi}"] if score.doi else []
    lines += [f"  result in {score.unit}" + (f", {score.limits[0]:g} to {score.limits[1]:g}" if score.limits else "")]
    lines += [f"  {one.name}: {one.label}; {one.range}" for one in score.inputs]
    return lines + [f"  {note}" for note in (score.time_critical, score.licence) if note]


def _vectors(source: Path, target: Path) -> None:
    """Each row with `got`; null, and the reason, for a row that cannot be computed."""
    rows = read_jsonl(source)
    failed = 0
    with bars() as progress, atomic(target) as file:
        progress.start("computing", len(rows))
        for row in rows:
            try:
                row |= {"got": answer(row)}
            except BadInput as error:
                row |= {"got": None, "problem": error.what}
                failed += 1
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            progress.advance()
    err.print(f"{len(rows)} rows, {failed} without a result.")
