"""A cohort query beside hand-written SQL, pandas and duckcdm, on a generated database: the same counts, timed.

    copilot cohort generate /tmp/cdm.duckdb --persons 100000
    python -m benchmarks.cohort /tmp/cdm.duckdb

Each system runs in a process of its own: the first run and the best of five warm ones in seconds, and peak memory.
The query is `synthetic-copd-exacerbation-1y`. The peers count n and events only, ours all that a result needs.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import duckdb

from retrieval.cohort.cdm import open_cdm
from retrieval.cohort.execute import execute
from retrieval.cohort.registry import load

QUERY, COPD, EXACERBATION = "synthetic-copd-exacerbation-1y", 255573, 257004
WARM = 5
_OPEN = ExitStack()

Counts = tuple[int, int]

_BELOW = "SELECT descendant_concept_id FROM concept_ancestor WHERE ancestor_concept_id = {}"
_FIRST = f"""
    SELECT person_id, condition_start_date AS day FROM condition_occurrence
    WHERE condition_concept_id IN ({_BELOW.format(COPD)})
    QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY condition_start_date) = 1"""
_OUTCOME = f"""
    SELECT person_id, condition_start_date AS outcome FROM condition_occurrence
    WHERE condition_concept_id IN ({_BELOW.format(EXACERBATION)})"""
_COUNT = """
    WITH entered AS (
        SELECT person_id, day, observation_period_end_date AS last
        FROM ({first}) JOIN observation_period USING (person_id)
        WHERE day - observation_period_start_date >= 365 AND day <= observation_period_end_date
    ), followed AS (
        SELECT person_id, day, least(last, coalesce(min(death_date), last), day + 365) AS until
        FROM entered LEFT JOIN death USING (person_id) GROUP BY person_id, day, last
    ), met AS (
        SELECT person_id, coalesce(bool_or(outcome <= day), false) AS before,
            coalesce(bool_or(outcome > day AND outcome <= until), false) AS event
        FROM followed LEFT JOIN ({outcome}) USING (person_id) GROUP BY person_id
    )
    SELECT count(*), count(*) FILTER (WHERE event) FROM met WHERE NOT before"""


def ours(file: Path) -> Callable[[], Counts]:
    opened = _OPEN.enter_context(open_cdm(file))
    return lambda: execute(load(QUERY), opened)[0].total("index")[:2]


def sql(file: Path) -> Callable[[], Counts]:
    con = duckdb.connect(str(file), read_only=True)
    return lambda: con.execute(_COUNT.format(first=_FIRST, outcome=_OUTCOME)).fetchall()[0]


def pandas(file: Path) -> Callable[[], Counts]:
    con = duckdb.connect(str(file), read_only=True)
    conditions = con.execute("SELECT person_id, condition_concept_id, condition_start_date FROM condition_occurrence")
    events = conditions.df()  # loading is not timed, only counted as memory
    periods, deaths = con.table("observation_period").df(), con.table("death").df()
    tree = con.table("concept_ancestor").df()

    def of(concept: int, name: str):  # type: ignore[no-untyped-def]
        below = tree.loc[tree.ancestor_concept_id == concept, "descendant_concept_id"]
        found = events.loc[events.condition_concept_id.isin(below), ["person_id", "condition_start_date"]]
        return found.rename(columns={"condition_start_date": name})

    def count() -> Counts:
        first = of(COPD, "day").groupby("person_id", as_index=False).day.min()
        entered = first.merge(periods, on="person_id").merge(
            deaths.groupby("person_id", as_index=False).death_date.min(), on="person_id", how="left"
        )
        looked_back = (entered.day - entered.observation_period_start_date).dt.days >= 365
        entered = entered[looked_back & (entered.day <= entered.observation_period_end_date)]
        year = entered.day + _days(365)
        until = entered[["observation_period_end_date", "death_date"]].assign(year=year).min(axis=1)
        met = entered.assign(until=until).merge(of(EXACERBATION, "outcome"), on="person_id", how="left")
        met = met.assign(before=met.outcome <= met.day, event=(met.outcome > met.day) & (met.outcome <= met.until))
        person = met.groupby("person_id")[["before", "event"]].max()
        return int((~person.before).sum()), int((person.event & ~person.before).sum())

    return count


def _days(number: int):  # type: ignore[no-untyped-def]
    import pandas as pd

    return pd.Timedelta(days=number)


def duckcdm(file: Path) -> Callable[[], Counts]:
    from duckcdm.circe import build_cohort_query
    from duckcdm.sqlrender import render, translate
    from duckcdm.sqlrender._strings import split_sql

    from retrieval.cohort.circe import parse

    con = duckdb.connect()
    con.execute(f"ATTACH '{file}' AS source (READ_ONLY)")
    con.execute(
        "CREATE TABLE cohort"
        " (cohort_definition_id INT, subject_id BIGINT, cohort_start_date DATE, cohort_end_date DATE)"
    )
    query = load(QUERY)
    definitions = [parse(circe).model_dump_json() for circe in (query.index_event, query.outcome)]  # type: ignore[no-untyped-call]
    rows = (
        "SELECT subject_id AS person_id, cohort_start_date AS {} FROM memory.cohort WHERE cohort_definition_id = {}"
    )
    counting = _COUNT.format(first=rows.format("day", 0), outcome=rows.format("outcome", 1))

    def count() -> Counts:
        con.execute("USE memory.main")
        for id, definition in enumerate(definitions):
            made = build_cohort_query(
                definition,
                cdm_schema="source",
                vocabulary_schema="source",
                target_table="memory.cohort",
                cohort_id=id,
            )
            for statement in split_sql(translate(render(made), "duckdb")):
                if statement.strip():
                    con.execute(statement)
        con.execute("USE source.main")
        return con.execute(counting).fetchall()[0]

    return count


SYSTEMS = {system.__name__: system for system in (sql, ours, pandas, duckcdm)}


def one(name: str, file: Path) -> None:
    """Times one system and prints a JSON line."""
    run = SYSTEMS[name](file)
    seconds = []
    for _ in range(1 + WARM):
        begun = time.perf_counter()
        found = run()
        seconds.append(time.perf_counter() - begun)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
    print(json.dumps({"n_events": found, "first": seconds[0], "warm": min(seconds[1:]), "mb": memory}))


def main(file: Path) -> None:
    results = {}
    for name in SYSTEMS:
        command = [sys.executable, "-m", "benchmarks.cohort", str(file), name]
        results[name] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        shown = results[name]
        print(
            f"{name:8} n, events {tuple(shown['n_events'])}  first {shown['first']:.2f} s  warm {shown['warm']:.2f} s"
            f"  peak {shown['mb']:,.0f} MB"
        )
    assert len({tuple(result["n_events"]) for result in results.values()}) == 1, "the systems disagree"
    print(f"warm, ours / hand-written SQL: {results['ours']['warm'] / results['sql']['warm']:.2f}")


if __name__ == "__main__":
    database = Path(sys.argv[1])
    one(sys.argv[2], database) if len(sys.argv) > 2 else main(database)
