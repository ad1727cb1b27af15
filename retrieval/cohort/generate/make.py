"""Generate the synthetic database and, beside it, the truth that was planted in it."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import duckdb

from retrieval.cohort.generate.planted import Hazard, Planted, planted
from retrieval.cohort.generate.truth import truths
from retrieval.errors import BadInput, Problem
from retrieval.evidence import Frozen
from retrieval.files import whole

_FILES = resources.files(__package__)


class Generated(Frozen):
    """Where the database and its truth are, and how many persons and clinical records it holds."""

    database: Path
    truth: Path
    persons: int
    records: int


def generate(
    database: Path,
    *,
    persons: int,
    seed: int = 1,
    visits: float = 5.0,
    memory: str = "2500MB",
    threads: int | None = None,
) -> Generated:
    """Write an OMOP CDM 5.4 of synthetic persons to `database` (DuckDB), and `….truth.json` beside it.

    The same arguments make the same contents (row order aside) with the same version of DuckDB.

    Args:
        persons: how many; about 50 records each at 5 visits.
        visits: routine visits of a person on average; 0 leaves only what the planted histories need.
        memory: limit on what DuckDB may use; beyond it, it spills beside the database.

    Raises:
        BadInput: an argument is out of range, or `database` exists.
        Problem: the disk is full or cannot be written.
    """
    if not 1 <= persons <= 20_000_000 or not 0 <= visits <= 50:
        raise BadInput(
            f"Cannot generate {persons} persons with {visits} visits.", next_step="1 to 20 million; 0 to 50."
        )
    if database.exists():
        raise BadInput(f"{database} exists.", kept="It was not changed.", next_step="Delete it or give another name.")
    truth = database.with_suffix(".truth.json")
    plan = planted()
    try:
        with whole(database) as part:
            with duckdb.connect(str(part), config=_config(part, memory, threads)) as connection:
                _fill(connection, plan, persons=persons, seed=seed, visits=visits)
                found = truths(plan, groups(connection))
                records = _count(connection)
            truth.write_text(json.dumps({"seed": seed, "persons": persons, "questions": found}, indent=1), "utf-8")
    except (duckdb.IOException, duckdb.OutOfMemoryException, OSError) as error:
        raise Problem(
            "The synthetic database could not be written.", kept="Nothing is left behind.", next_step=_advice(error)
        ) from error
    return Generated(database=database, truth=truth, persons=persons, records=records)


def groups(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dict[float, int]]:
    """By story and arm: how many persons have which factor on the planted hazard."""
    found: dict[tuple[str, str], dict[float, int]] = {}
    rows = connection.execute(
        "SELECT story, arm, factor, count(*) FROM histories GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for story, arm, factor, n in rows:
        found.setdefault((story, arm), {})[factor] = n
    return found


def _config(part: Path, memory: str, threads: int | None) -> dict[str, str | bool | int | float | list[str]]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(part.with_name(f"{part.name}.spill")),
        "preserve_insertion_order": False,
    }
    if threads:
        config["threads"] = threads
    return config


def _fill(connection: duckdb.DuckDBPyConnection, plan: Planted, *, persons: int, seed: int, visits: float) -> None:
    leave = Hazard.through(plan.leave.curve).per_day[0]
    for name, value in (("persons", persons), ("seed", seed), ("visits", visits), ("leave", leave)):
        connection.execute(f"SET VARIABLE {name} = {value!r}")
    _plan_table(connection, plan, leave)
    for script in ("cdm", "people"):
        connection.execute(_read(f"{script}.sql"))
    with resources.as_file(_FILES / "concepts.csv") as listed:
        connection.execute("CREATE TEMP TABLE listed AS SELECT * FROM read_csv(?, header = true)", [str(listed)])
    for script in ("vocabulary", "records"):
        connection.execute(_read(f"{script}.sql"))


def _plan_table(connection: duckdb.DuckDBPyConnection, plan: Planted, leave: float) -> None:
    """One row per story and arm, with hazards per day: what people.sql reads."""
    rows: list[dict[str, str | float]] = []
    above = 0.0
    for story in plan.story:
        outcome = Hazard.through(story.curve).padded()
        for number, arm in enumerate(story.arm, 1):
            death = Hazard.through(arm.death).padded()
            row: dict[str, str | float] = {
                "story": story.name,
                "arm": arm.name,
                "arm_number": number,
                "arms": len(story.arm),
                "above": above,
                "share": story.share,
                "reference_age": story.age,
                "per_decade": story.per_decade,
                "black": story.black,
                "arm_share": arm.share,
                "arm_share_per_decade": arm.share_per_decade,
                "control": Hazard.through(story.control).per_day[0] if story.control else 0.0,
                "leave": leave,
            }
            row |= {f"h{i}": per_day * arm.ratio for i, per_day in enumerate(outcome.per_day, 1)}
            row |= {f"c{i}": until for i, until in enumerate(outcome.until, 1)}
            row |= {f"d{i}": per_day for i, per_day in enumerate(death.per_day, 1)}
            row |= {f"e{i}": until for i, until in enumerate(death.until, 1)}
            rows.append(row)
        above += story.share
    types = {"story": "VARCHAR", "arm": "VARCHAR", "arm_number": "INT", "arms": "INT"}
    columns = ", ".join(f"{name} {types.get(name, 'DOUBLE')}" for name in rows[0])
    connection.execute(f"CREATE TEMP TABLE plan ({columns})")
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"INSERT INTO plan VALUES ({marks})", [list(row.values()) for row in rows])  # noqa: S608


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    tables = ("visit_occurrence", "condition_occurrence", "drug_exposure", "measurement", "death")
    counted = [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables]  # noqa: S608
    return sum(row[0] for row in counted if row)


def _read(script: str) -> str:
    return (_FILES / script).read_text("utf-8")


def _advice(error: Exception) -> str:
    if isinstance(error, duckdb.OutOfMemoryException):
        return "Allow more memory, or generate fewer persons."
    return "Check the folder and the free disk space; a million persons take about 3 GB while they are made."
