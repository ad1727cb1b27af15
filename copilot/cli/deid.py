"""`copilot deid`: a note, a FHIR record, lines of notes, or a folder of these and of OMOP tables."""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePath
from typing import Annotated, Any

import typer

from copilot.cli.console import atomic, bars, emit_json, read_jsonl
from copilot.cli.deid_folder import RECORDS, folder
from copilot.cli.deid_report import Report, row_of_record, row_of_text
from copilot.cli.deid_texts import outcomes, read_text, whole
from copilot.deid.door import deidentifier, deidentify_fhir
from copilot.deid.filename import public_name
from copilot.deid.keys import project_key
from copilot.deid.shift import DateMode
from copilot.deid.text import LONGEST
from copilot.patient.load import read_file
from copilot.settings import settings
from retrieval.errors import BadInput


def deid(
    source: Annotated[
        Path | None,
        typer.Argument(help="A text file, a FHIR R4 record (.json), or a folder of these and of OMOP tables (.csv)."),
    ] = None,
    jsonl: Annotated[Path | None, typer.Option(help='Lines of {"id","text"}; optional "patient".')] = None,
    out: Annotated[Path | None, typer.Option(help="File to write; for a folder, the folder to write to.")] = None,
    dates: Annotated[
        str, typer.Option(help="`shift` (whole weeks per patient) or `year_only` (strict Safe Harbor).")
    ] = "shift",
    patient: Annotated[
        str, typer.Option(help="The record's key of the patient, for a text: surrogates then agree.")
    ] = "",
    keep_names: Annotated[
        bool, typer.Option("--keep-names", help="Keep file names that may identify somebody.")
    ] = False,
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
        folder(source, _needed(out), mode, workers, keep_names=keep_names)
    elif source is not None and source.name.lower().endswith(RECORDS):
        _record(source, out, mode)
    elif source is not None:
        _text(source, out, mode, patient)


def _text(source: Path, out: Path | None, mode: DateMode, patient: str) -> None:
    text = read_text(source)
    outcome = deidentifier(settings(), mode).text(text, patient=patient)
    name = str(public_name(PurePath(source.name), project_key(settings().home)))
    _give(row_of_text(name, outcome) | {"reasons": list(outcome.reasons)}, out)


def _record(source: Path, out: Path | None, mode: DateMode) -> None:
    outcome = deidentify_fhir(read_file(source), mode, settings())
    _give(outcome.record, out)
    report = Report()
    report.add(row_of_record("", outcome))
    report.show()


def _give(value: dict[str, Any], out: Path | None) -> None:
    if out is None:
        emit_json(value)
        return
    with atomic(out) as file:
        file.write(json.dumps(value, ensure_ascii=False) + "\n")


def _lines(jsonl: Path, out: Path, mode: DateMode, workers: int) -> None:
    rows = read_jsonl(
        jsonl,
        lambda row: "id" in row and isinstance(row.get("text"), str) and len(row["text"]) <= LONGEST,
        f"an id and a text of at most {LONGEST:,} characters",
    )
    report = Report()
    with bars() as progress, atomic(out) as file:
        progress.start("de-identifying", len(rows))
        work = [(whole(row["text"]), whole(str(row.get("patient", "")))) for row in rows]
        for row, outcome in zip(rows, outcomes(work, mode, workers), strict=True):
            line = row_of_text(row["id"], outcome)
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            report.add(line)
            progress.advance()
    report.show()


def _needed(out: Path | None) -> Path:
    if out is None:
        raise BadInput("Say where to write with --out.")
    return out
