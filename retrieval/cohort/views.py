"""Views that give a DuckDB file or a folder of Parquet or CSV the CDM's names and types, without touching it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

import duckdb

from retrieval.cohort.errors import CdmBroken, CdmLocked, CdmMissing
from retrieval.cohort.omop import tables, type_of

SCHEMA, SCRATCH = "cdm", "scratch"
_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
_TEXT_SUFFIXES = (".csv", ".csv.gz", ".tsv", ".tsv.gz")


def connect() -> duckdb.DuckDBPyConnection:
    """An in-memory database that spills to the system's temporary folder and fetches no extensions."""
    return duckdb.connect(
        config={
            "temp_directory": tempfile.gettempdir(),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )


class Conversion(NamedTuple):
    """A column that is stored as another type than the CDM's. `relation` and `source` name it in SQL."""

    table: str
    column: str
    stored: str
    wanted: str
    relation: str
    source: str


def unreadable(con: duckdb.DuckDBPyConnection, conversion: Conversion) -> int:
    """How many values cannot be read as the CDM's type; in the views they are null."""
    counted = con.execute(
        f"SELECT count(*) FROM {conversion.relation}"  # noqa: S608  names of the database's own tables, quoted
        f" WHERE {conversion.source} IS NOT NULL AND trim({conversion.source}::VARCHAR) <> ''"
        f" AND TRY_CAST({conversion.source} AS {conversion.wanted}) IS NULL"
    ).fetchone()
    return int(counted[0]) if counted else 0


def view_file(con: duckdb.DuckDBPyConnection, path: Path) -> tuple[Conversion, ...]:
    """Attaches a DuckDB file read-only and makes the schema `cdm` of views over it.

    Raises:
        CdmLocked: another process writes it.
        CdmBroken: it is no DuckDB database, or truncated.
    """
    try:
        con.execute(f"ATTACH {_text(str(path))} AS source (READ_ONLY)")
    except duckdb.Error as error:
        if "lock" in str(error).lower() or "already attached" in str(error).lower():
            raise CdmLocked(path.name) from error
        raise CdmBroken(path.name) from error
    rows = con.execute(
        "SELECT schema_name, table_name, list(column_name ORDER BY column_index),"
        " list(data_type ORDER BY column_index) FROM duckdb_columns()"
        " WHERE database_name = 'source' AND NOT internal GROUP BY 1, 2"
    ).fetchall()
    wanted = _schema_with_person(rows)
    sources = {
        table.lower(): (f"source.{_name(within)}.{_name(table)}", dict(zip(columns, types, strict=True)))
        for within, table, columns, types in rows
        if within == wanted
    }
    return _make_views(con, sources)


def view_folder(con: duckdb.DuckDBPyConnection, folder: Path) -> tuple[Conversion, ...]:
    """Makes the schema `cdm` of views over FOLDER/person.parquet, FOLDER/person/*.parquet, FOLDER/PERSON.csv.gz, …

    Raises:
        CdmBroken: a file cannot be read.
    """
    sources = {}
    for table in tables():
        if reader := _reader(folder, table):
            try:
                described = con.execute(f"DESCRIBE FROM {reader}").fetchall()
            except duckdb.Error as error:
                raise CdmBroken(f"{folder.name}/{table}") from error
            sources[table] = (reader, {row[0]: row[1] for row in described})
    return _make_views(con, sources)


def _schema_with_person(rows: list[tuple[str, str, list[str], list[str]]]) -> str:
    holding = [within for within, table, *_ in rows if table.lower() == "person"]
    if not holding:
        raise CdmMissing("person")
    return "main" if "main" in holding else holding[0]


def _make_views(
    con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, dict[str, str]]]
) -> tuple[Conversion, ...]:
    conversions = []
    con.execute(f"CREATE SCHEMA {SCHEMA}")
    con.execute(f"CREATE SCHEMA {SCRATCH}")
    for table, columns in tables().items():
        relation, types = sources.get(table, ("", {}))
        found = {name.lower(): (name, kind) for name, kind in types.items()}
        present = any(column in found for column in columns)
        if not present and not relation:
            continue
        picked = ", ".join(_column(column, found.get(column)) for column in columns)
        # a table of none of its own columns is a header that was loaded as a row
        body = f"SELECT {picked} FROM {relation}" if present else f"SELECT {picked} WHERE false"  # noqa: S608
        kind = "TABLE" if "read_csv(" in relation else "VIEW"  # text is parsed once
        con.execute(f"CREATE {kind} {SCHEMA}.{table} AS {body}")
        conversions += [
            Conversion(table, column, found[column][1], type_of(column), relation, _name(found[column][0]))
            for column in columns
            if column in found and not _same(found[column][1], type_of(column))
        ]
    return tuple(conversions)


def _same(stored: str, wanted: str) -> bool:
    """True where nothing can be lost between the two."""
    if wanted == "BIGINT":
        return stored in _WHOLE
    if wanted == "DOUBLE":
        return stored in _WHOLE or stored in ("DOUBLE", "FLOAT") or stored.startswith("DECIMAL")
    return wanted == "VARCHAR" or stored == wanted or {stored, wanted} == {"DATE", "TIMESTAMP"}


def _column(name: str, found: tuple[str, str] | None) -> str:
    wanted = type_of(name)
    if found is None:
        return f"NULL::{wanted} AS {name}"
    source, kind = found
    as_it_is = kind == wanted or (
        wanted == "BIGINT" and kind in _WHOLE
    )  # a cast would hide statistics from the engine
    return f"{_name(source)} AS {name}" if as_it_is else f"TRY_CAST({_name(source)} AS {wanted}) AS {name}"


def _reader(folder: Path, table: str) -> str:
    """DuckDB's reading function over the table's files, "" if there are none."""
    for entry in sorted(folder.iterdir()):
        if entry.name.partition(".")[0].lower() != table:
            continue
        if entry.is_dir() and any(entry.rglob("*.parquet")):
            return (
                f"read_parquet({_text(str(entry / '**' / '*.parquet'))}, union_by_name=true, hive_partitioning=false)"
            )
        if entry.name.lower().endswith(".parquet"):
            return f"read_parquet({_text(str(entry))})"
        if entry.name.lower().endswith(_TEXT_SUFFIXES):
            return f"read_csv({_text(str(entry))}, header=true, all_varchar=true)"
    return ""


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(literal: str) -> str:
    return "'" + literal.replace("'", "''") + "'"
