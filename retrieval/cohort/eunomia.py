"""OHDSI's Eunomia GiBleed sample database, put right: a valid CDM 5.3 of 2,694 synthetic persons.

The published file has observation periods without a person, visit links that lead nowhere, identifiers as floating
point, numbers as text, and empty tables that hold their own header as a row.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from retrieval.cohort import views
from retrieval.cohort.omop import tables
from retrieval.files import whole

_VISIT = "visit_occurrence_id"


def normalise(raw: Path, target: Path) -> None:
    """Writes `target`, a DuckDB file, from the published one, which is only read. All or nothing.

    Raises:
        CdmLocked, CdmBroken, CdmMissing: `raw` cannot be read.
    """
    with whole(target) as part, closing(views.connect()) as con:
        views.view_file(con, raw)
        con.execute(f"ATTACH '{str(part).replace(chr(39), chr(39) * 2)}' AS clean")
        made = {
            row[0] for row in con.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'cdm'").fetchall()
        }
        for table, columns in tables().items():
            if table in made:
                con.execute(f"CREATE TABLE clean.{table} AS {_cleaned(table, columns)}")


def _cleaned(table: str, columns: tuple[str, ...]) -> str:
    """The rows of existing persons, in a stable order, with links to existing visits."""
    rows = f"SELECT * FROM cdm.{table}"  # noqa: S608  names of the CDM, from our own list
    if _VISIT in columns and table != "visit_occurrence":
        rows = (
            f"SELECT * REPLACE (v.{_VISIT} AS {_VISIT}) FROM cdm.{table} AS t"  # noqa: S608
            f" LEFT JOIN (SELECT {_VISIT} FROM cdm.visit_occurrence) AS v USING ({_VISIT})"
        )
    if "person_id" in columns and table != "person":
        rows += " SEMI JOIN cdm.person USING (person_id)"
    return f"{rows} ORDER BY ALL"
