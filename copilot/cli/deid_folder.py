"""`copilot deid FOLDER`: notes, FHIR records and OMOP tables, each to a file of its own."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePath
from typing import Any, TextIO

from copilot.cli.console import Bars, atomic, bars
from copilot.cli.deid_report import Ledger, row_of_record, row_of_text
from copilot.cli.deid_texts import outcomes, read_text
from copilot.deid import tables
from copilot.deid.cache import recipe
from copilot.deid.door import deidentifier, deidentify_fhir
from copilot.deid.filename import public_name
from copilot.deid.keys import derive, project_key
from copilot.deid.shift import DateMode
from copilot.deid.text import LONGEST
from copilot.deid.types import Deidentified, Known, Verdict
from copilot.patient.load import read_file
from copilot.settings import settings
from retrieval.errors import BadInput, Problem

NOTES = (".txt", ".md", ".note")
RECORDS = (".json", ".json.gz")
TABLES = (".csv", ".csv.gz")


def folder(source: Path, out: Path, mode: DateMode, workers: int, *, keep_names: bool) -> None:
    """De-identifies the files of `source` into `out`.

    Only what passes is written; every file has a line in `report.jsonl`, with a reason where it was not. A run that
    stopped goes on where it was.

    Raises:
        BadInput: there is nothing to do, or `out` lies in `source`.
    """
    if out.resolve().is_relative_to(source.resolve()):
        raise BadInput("The folder to write to lies in the one to read.", next_step="Choose another with --out.")
    files = sorted(path for path in source.rglob("*") if path.is_file() and not path.name.startswith("."))
    notes = [path for path in files if path.name.lower().endswith(NOTES)]
    records = [path for path in files if path.name.lower().endswith(RECORDS)]
    listed = {path: _table(path) for path in files if path.name.lower().endswith(TABLES)}
    directories = [path for path, table in listed.items() if tables.is_directory(table)]
    cdm = [path for path, table in listed.items() if tables.is_table(table)]
    if not (notes or records or cdm):
        raise BadInput(f"The folder holds no notes ({', '.join(NOTES)}), FHIR records (.json) or OMOP tables (.csv).")
    if len({_target(path) for path in (*notes, *records, *cdm)}) < len(notes) + len(records) + len(cdm):
        raise BadInput(
            "Two files of the folder would have one result, as a file and the same one packed with gzip do.",
            kept="Nothing was written.",
            next_step="Leave one of the two in the folder.",
        )
    with bars() as progress, Ledger(out) as ledger:
        run = _Run(source, out, mode, ledger, keep_names=keep_names)
        progress.start("de-identifying", len(notes) + len(records) + len(cdm))
        run.notes(notes, workers, progress)
        for path in records:
            run.each(path, run.name(path, ".gz"), run.record, progress)
        run.known = _known(directories)
        for path in cdm:
            run.each(path, run.name(path).with_name(f"{listed[path]}.csv"), run.table, progress)


class _Run:
    """One run over a folder. `known`: who is named in tables that list people and places."""

    def __init__(self, source: Path, out: Path, mode: DateMode, ledger: Ledger, *, keep_names: bool) -> None:
        self._source, self._out, self._mode, self._ledger, self._keep = source, out, mode, ledger, keep_names
        self._key, self._recipe = project_key(settings().home), recipe(settings(), mode)
        self.known = Known()

    def name(self, path: Path, without: str = "") -> PurePath:
        """Under which name the result of a file stands."""
        own = path.relative_to(self._source)
        given = own if self._keep else public_name(own, self._key)
        return given.with_name(given.name.removesuffix(without))

    def notes(self, files: list[Path], workers: int, progress: Bars) -> None:
        """All texts together: they share the worker processes."""
        texts: dict[Path, str] = {}
        for path in files:
            if not self._ledger.taken_over(str(self.name(path)), self._fingerprint(path)):
                try:
                    texts[path] = read_text(path)
                except Problem as problem:
                    self._finish(path, self.name(path), "withhold", {"reasons": [problem.what]})
            if path not in texts:
                progress.advance()
        made = outcomes(((text, "") for text in texts.values()), self._mode, workers)
        for path, outcome in zip(texts, made, strict=True):
            name = self.name(path)
            if outcome.verdict == "pass":
                with atomic(self._out / name) as file:
                    file.write(outcome.text)
            row = row_of_text(str(name), outcome) | {"reasons": list(outcome.reasons)}
            row.pop("text")
            self._finish(path, name, outcome.verdict, row)
            progress.advance()

    def each(
        self, path: Path, name: PurePath, work: Callable[[Path, PurePath], dict[str, Any]], progress: Bars
    ) -> None:
        """One record or table; one that is broken does not stop the others."""
        if not self._ledger.taken_over(str(name), self._fingerprint(path)):
            try:
                self._finish(path, name, "pass", work(path, name))
            except Problem as problem:
                self._finish(path, name, "withhold", {"reasons": [problem.what]})
        progress.advance()

    def record(self, path: Path, name: PurePath) -> dict[str, Any]:
        """A FHIR record."""
        outcome = deidentify_fhir(read_file(path), self._mode, settings())
        with atomic(self._out / name) as file:
            json.dump(outcome.record, file, ensure_ascii=False)
        return row_of_record(str(name), outcome)

    def table(self, path: Path, name: PurePath) -> dict[str, Any]:
        """An OMOP table."""
        table, count = _table(path), 0
        replaced, left_out = Counter[str](), Counter[Verdict]()

        def through(text: str, known: Known, person: str) -> Deidentified:
            outcome = deidentifier(settings(), self._mode).text(text, known, person)
            replaced.update(span.label for span in outcome.spans if outcome.verdict == "pass")
            left_out[outcome.verdict] += 1
            return outcome

        with _rows(path) as reader, atomic(self._out / name) as file:
            writer = csv.DictWriter(file, tables.columns(table, reader.fieldnames or ()), lineterminator="\n")
            writer.writeheader()
            passed = tables.deidentify_rows(table, reader, through, self._key, self._mode, date.today(), self.known)
            for count, row in enumerate(passed, start=1):  # noqa: B007  (the last one is the count)
                writer.writerow(row)
        return {"rows": count, "replaced": dict(replaced), "left_out": left_out.total() - left_out["pass"]}

    def _finish(self, path: Path, name: PurePath, verdict: Verdict, row: dict[str, Any]) -> None:
        if verdict != "pass":
            (self._out / name).unlink(missing_ok=True)  # what an earlier run let pass
        self._ledger.add({"id": str(name), "verdict": verdict} | row, self._fingerprint(path))

    def _fingerprint(self, path: Path) -> str:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return derive(self._key, "input", self._recipe, self.known.model_dump_json(), digest).hex()


def _target(path: Path) -> Path:
    """What the name of a file's result depends on."""
    name = path.name.lower()
    return path.with_name(f"{_table(path)}.csv" if name.endswith(TABLES) else name.removesuffix(".gz"))


def _table(path: Path) -> str:
    return path.name.lower().partition(".")[0]


def _known(directories: list[Path]) -> Known:
    """Who cared and where, from the tables that list them."""
    known = Known()
    for path in directories:
        with _rows(path) as reader:
            more = tables.names(_table(path), reader)
        known = known.model_copy(
            update={"providers": known.providers + more.providers, "facilities": known.facilities + more.facilities}
        )
    return known


@contextmanager
def _rows(path: Path) -> Iterator[csv.DictReader[str]]:
    """The rows of a comma- or tab-separated file, plain or gzip. Raises BadInput, which quotes nothing."""
    csv.field_size_limit(4 * LONGEST)  # 128 KiB otherwise, less than a note may have
    opened: Callable[..., TextIO] = gzip.open if path.name.lower().endswith(".gz") else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            tabs = "\t" in file.readline()
            file.seek(0)
            yield csv.DictReader(file, delimiter="\t" if tabs else ",", restkey="", restval="")
    except (UnicodeDecodeError, csv.Error, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadInput(
            f"The table could not be read ({type(error).__name__}).", next_step="Export it again as CSV in UTF-8."
        ) from None
