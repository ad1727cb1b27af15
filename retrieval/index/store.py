"""The records of an index: one SQLite file, written once and then only read."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from retrieval.evidence import Frozen, Kind
from retrieval.index.lexical import Mask, document, terms
from retrieval.record import Notice, Record

_SCHEMA = """
CREATE TABLE records (
    id TEXT PRIMARY KEY, row INTEGER, revision INTEGER NOT NULL, kind TEXT NOT NULL, design TEXT NOT NULL,
    year INTEGER, date TEXT, language TEXT, json TEXT NOT NULL, terms TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS retracted (id TEXT PRIMARY KEY, notice TEXT);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
# an index that was built before these is given them by its next update
_LATER = """
CREATE TABLE IF NOT EXISTS noted (key TEXT, notice TEXT, PRIMARY KEY (key, notice));
CREATE INDEX IF NOT EXISTS by_pmid ON records ('pmid:' || json_extract(json, '$.source.pmid'));
CREATE INDEX IF NOT EXISTS by_doi ON records ('doi:' || lower(json_extract(json, '$.source.doi')));
"""
_OF_WORK = """
id = ?1 OR 'pmid:' || json_extract(json, '$.source.pmid') = ?1
OR 'doi:' || lower(json_extract(json, '$.source.doi')) = ?1
"""
# rows count from 0 without gaps, in the order in which records came
_NUMBER = """
UPDATE records SET row = numbered.n
FROM (SELECT id, row_number() OVER (ORDER BY rowid) - 1 AS n FROM records) AS numbered
WHERE records.id = numbered.id
"""
_BATCH = 500
_ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Filters(Frozen):
    """What a search is limited to. Empty: no limit. A record without a year or language meets no limit on it."""

    year_from: int | None = None
    year_to: int | None = None
    kinds: tuple[Kind, ...] = ()
    designs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def where(self) -> tuple[str, list[int | str]]:
        """An SQL condition with its values; an empty condition where there is no limit."""
        parts: list[str] = []
        values: list[int | str] = []
        for bound, comparison in ((self.year_from, ">="), (self.year_to, "<=")):
            if bound is not None:
                parts.append(f"year {comparison} ?")
                values.append(bound)
        for column, allowed in (("kind", self.kinds), ("design", self.designs), ("language", self.languages)):
            if allowed:
                parts.append(f"{column} IN ({', '.join('?' * len(allowed))})")
                values += allowed
        return " AND ".join(parts), values


class Writer:
    """Collects records in a new file. One connection, one thread.

    Args:
        file: must not exist.
        base: records of another index to start from.
    """

    def __init__(self, file: Path, base: Path | None = None) -> None:
        self._db = sqlite3.connect(file, isolation_level=None)
        # a file that is lost with a crash is made again: no journal, no waiting for the disk
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        if base is None:
            self._db.executescript(_SCHEMA)
        else:
            with _read_only(base) as source:
                source.backup(self._db)
            source.close()
        self._db.executescript(_LATER)
        self._db.execute("BEGIN")

    def put(self, record: Record) -> Literal["kept", "retracted"]:
        """Keep `record` in place of an earlier one, unless its work is known to be retracted."""
        marks = ", ".join("?" * len(record.keys))
        known = f"SELECT 1 FROM retracted WHERE id IN ({marks})"  # noqa: S608
        if self._db.execute(known, record.keys).fetchone():
            return "retracted"
        self._db.execute(
            "INSERT OR REPLACE INTO records VALUES (?, NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                record.id,
                record.revision,
                record.kind,
                record.design,
                record.year,
                _date(record),
                record.language,
                record.model_dump_json(exclude_defaults=True),
                " ".join(terms(document(record))),
            ],
        )
        return "kept"

    def outdated(self, record: Record) -> bool:
        """True if a higher revision of the same record is here."""
        query = "SELECT 1 FROM records WHERE id = ? AND revision > ?"
        return self._db.execute(query, [record.id, record.revision]).fetchone() is not None

    def delete(self, id: str) -> bool:
        """Forget a record. False if it was not here."""
        return self._db.execute("DELETE FROM records WHERE id = ?", [id]).rowcount > 0

    def retract(self, key: str, notice: str | None) -> None:
        """Remove a work's records and keep them out from now on. `key` as in `Record.keys`."""
        self._db.execute(f"DELETE FROM records WHERE {_OF_WORK}", [key])  # noqa: S608
        self._db.execute("INSERT OR REPLACE INTO retracted VALUES (?, ?)", [key, notice])

    def note(self, key: str, notice: Notice) -> None:
        """Remember what was said later of a work, now and in every later copy of its record."""
        self._db.execute("INSERT OR IGNORE INTO noted VALUES (?, ?)", [key, notice.model_dump_json()])

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM records").fetchone()[0])

    def finish(self, meta: str) -> None:
        """Number the rows and keep all, with a note for who reads it: see `Store.meta`."""
        self._write_notes()
        self._db.execute(_NUMBER)
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('meta', ?)", [meta])
        self._db.execute("COMMIT")
        self._db.execute("CREATE UNIQUE INDEX IF NOT EXISTS by_row ON records (row)")

    def _write_notes(self) -> None:
        for key, note in self._db.execute("SELECT key, notice FROM noted").fetchall():
            notice = Notice.model_validate_json(note)
            for id, json in self._db.execute(f"SELECT id, json FROM records WHERE {_OF_WORK}", [key]).fetchall():  # noqa: S608
                record = Record.model_validate_json(json)
                if notice not in record.notices:
                    noted = record.model_copy(update={"notices": (*record.notices, notice)})
                    self._db.execute(
                        "UPDATE records SET json = ? WHERE id = ?", [noted.model_dump_json(exclude_defaults=True), id]
                    )

    def close(self) -> None:
        """Close the file; what was not finished is not kept."""
        self._db.close()


class Store:
    """Records, read-only. Safe to share between threads; outlives the deletion of its file while open."""

    def __init__(self, file: Path) -> None:
        self._db = _read_only(file)
        self._lock = threading.Lock()
        self.meta: str = self._all("SELECT value FROM meta", [])[0][0]

    def __len__(self) -> int:
        return int(self._all("SELECT count(*) FROM records", [])[0][0])

    def get(self, id: str) -> Record | None:
        """The record `id`, or None."""
        found = self._all("SELECT json FROM records WHERE id = ?", [id])
        return Record.model_validate_json(found[0][0]) if found else None

    def at(self, rows: Sequence[int]) -> list[Record]:
        """The records at `rows`, in that order."""
        found = dict(self._in_batches("json", rows))
        return [Record.model_validate_json(found[row]) for row in rows]

    def ids(self, rows: Sequence[int]) -> list[str]:
        """The ids at `rows`, in that order."""
        found = dict(self._in_batches("id", rows))
        return [found[row] for row in rows]

    def records(self) -> Iterator[Record]:
        """Every record, row by row."""
        for start in range(0, len(self), _BATCH):
            yield from self.at(range(start, min(start + _BATCH, len(self))))

    def terms(self) -> Iterator[list[str]]:
        """The stored terms of every record, row by row."""
        for start in range(0, len(self), _BATCH):
            for (joined,) in self._all(
                "SELECT terms FROM records WHERE row >= ? AND row < ? ORDER BY row", [start, start + _BATCH]
            ):
                yield joined.split()

    def mask(self, filters: Filters) -> Mask | None:
        """Which rows meet `filters`, shape (len(self),); None where all do."""
        condition, values = filters.where()
        if not condition:
            return None
        mask = np.zeros(len(self), bool)
        mask[[row for (row,) in self._all(f"SELECT row FROM records WHERE {condition}", values)]] = True  # noqa: S608
        return mask

    def retracted(self) -> set[str]:
        """Works that are kept out because they are retracted, by any of `Record.keys`."""
        return {id for (id,) in self._all("SELECT id FROM retracted", [])}

    def is_retracted(self, keys: Sequence[str]) -> bool:
        """True if one of a work's keys is on the list."""
        marks = ", ".join("?" * len(keys))
        return bool(self._all(f"SELECT 1 FROM retracted WHERE id IN ({marks})", list(keys)))  # noqa: S608

    def newest(self, kind: Kind) -> str | None:
        """The latest date (ISO 8601) among records of a kind: of revision where it is known, else of publication."""
        newest: str | None = self._all("SELECT max(date) FROM records WHERE kind = ?", [kind])[0][0]
        return newest

    def years(self) -> tuple[int, int] | None:
        """First and last year of publication."""
        low, high = self._all("SELECT min(year), max(year) FROM records", [])[0]
        return None if low is None else (low, high)

    def close(self) -> None:
        self._db.close()

    def _in_batches(self, column: str, rows: Sequence[int]) -> Iterator[tuple[int, str]]:
        for start in range(0, len(rows), _BATCH):
            part = list(rows[start : start + _BATCH])
            marks = ", ".join("?" * len(part))
            yield from self._all(f"SELECT row, {column} FROM records WHERE row IN ({marks})", part)  # noqa: S608

    def _all(self, query: str, values: Sequence[int | str]) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(query, values).fetchall()


def _date(record: Record) -> str | None:
    """When the copy that was read was last revised, if it says so, else when it was published."""
    if record.source.version and _ISO_DATE.fullmatch(record.source.version):
        return record.source.version
    return record.date or (str(record.year) if record.year else None)


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
