"""The same numbers as a cohort run, by hand: SQL for DuckDB, pandas, and duckcdm with the same SQL behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

COPD, STROKE = "synthetic-copd-exacerbation-1y", "synthetic-af-apixaban-stroke-1y"
LEVEL = {COPD: "site", STROKE: "sex"}
Numbers = dict[str, list[tuple[Any, ...]]]
Run = Callable[[], Numbers]

_GROUPS = "GROUPING SETS ((sex), (age_band), (race), (ethnicity), (site), (period))"


def _below(concept: int) -> str:
    return f"(SELECT descendant_concept_id FROM concept_ancestor WHERE ancestor_concept_id = {concept})"


def _first(kind: str, concept: int) -> str:
    table, day = ("drug_exposure", "drug_exposure") if kind == "drug" else ("condition_occurrence", "condition")
    return (
        f"SELECT person_id, min({day}_start_date) AS day FROM {table}"
        f" WHERE {kind}_concept_id IN {_below(concept)} GROUP BY person_id"
    )


def _starter(arm: int, drug: int, other: int) -> str:
    """First exposure, atrial fibrillation by then, none of the other drug before."""
    return f"""
        SELECT {arm} AS arm, d.person_id, d.day FROM ({_first("drug", drug)}) d
        SEMI JOIN condition_occurrence c ON c.person_id = d.person_id AND condition_start_date <= d.day
            AND condition_concept_id IN {_below(313217)}
        ANTI JOIN drug_exposure x ON x.person_id = d.person_id AND drug_exposure_start_date < d.day
            AND drug_concept_id IN {_below(other)}"""


_APIXABAN, _WARFARIN = 43013024, 1310149
_ENTERED = {
    COPD: f"SELECT 0 AS arm, * FROM ({_first('condition', 255573)})",
    STROKE: f"""
        SELECT * FROM ({_starter(0, _APIXABAN, _WARFARIN)} UNION ALL {_starter(1, _WARFARIN, _APIXABAN)})
        QUALIFY day = min(day) OVER (PARTITION BY person_id)
            AND count(*) OVER (PARTITION BY person_id, day) = 1""",
}
_OUTCOME = {COPD: 257004, STROKE: 443454}


def _outcomes(query: str) -> str:
    return (
        "SELECT person_id, condition_start_date AS outcome FROM condition_occurrence"
        f" WHERE condition_concept_id IN {_below(_OUTCOME[query])}"
    )


_NAMED = """
    CASE gender_concept_id WHEN 8507 THEN 'male' WHEN 8532 THEN 'female' ELSE 'unknown' END AS sex,
    CASE race_concept_id WHEN 8515 THEN 'Asian' WHEN 8516 THEN 'Black or African American' WHEN 8527 THEN 'White'
        ELSE coalesce(nullif(lower(race_source_value), ''), 'unknown') END AS race,
    CASE ethnicity_concept_id WHEN 38003563 THEN 'Hispanic or Latino' WHEN 38003564 THEN 'Not Hispanic or Latino'
        ELSE 'unknown' END AS ethnicity,
    coalesce(care_site_name, 'unknown') AS site"""
_BANDS = """
    CASE WHEN age >= 90 THEN '90+' ELSE age // 5 * 5 || '-' || age // 5 * 5 + 4 END AS age_band,
    year // 5 * 5 || '-' || year // 5 * 5 + 4 AS period"""

ROWS = """
CREATE OR REPLACE TEMP TABLE followed AS
WITH entered AS (
    SELECT arm, person_id, day, least(365, observation_period_end_date - day) AS until
    FROM ({entered}) JOIN observation_period USING (person_id)
    WHERE day - observation_period_start_date >= 365 AND day <= observation_period_end_date
), alive AS (
    SELECT e.* REPLACE (least(until, coalesce(died - day, until)) AS until),
        coalesce(died - day <= until, false) AS dies
    FROM entered e LEFT JOIN (SELECT person_id, min(death_date) AS died FROM death GROUP BY 1) USING (person_id)
), met AS (
    SELECT person_id, bool_or(outcome <= day) AS before,
        min(outcome - day) FILTER (WHERE outcome > day AND outcome - day <= until) AS event
    FROM ({outcomes}) JOIN alive USING (person_id) GROUP BY person_id
)
SELECT a.person_id, arm, coalesce(event, until) AS days,
    CASE WHEN event IS NOT NULL THEN 1 WHEN dies THEN 2 WHEN until = 365 THEN 3 ELSE 0 END AS status, {named},
    year(day) - year_of_birth AS age, year(day) AS year, {bands}
FROM alive a LEFT JOIN met USING (person_id) JOIN person USING (person_id) LEFT JOIN care_site USING (care_site_id)
WHERE NOT coalesce(before, false)"""

COUNTS = {
    "strata": "SELECT arm, sex, age_band, {level}, count(*), count(*) FILTER (WHERE status = 1), sum(days)"
    " FROM followed GROUP BY ALL",
    "bins": "SELECT arm, b, count(*) FILTER (WHERE days >= b),"
    " count(*) FILTER (WHERE days BETWEEN b AND b + 29 AND status = 1),"
    " count(*) FILTER (WHERE days BETWEEN b AND b + 29 AND status = 2),"
    " count(*) FILTER (WHERE days BETWEEN b AND b + 29 AND status = 0),"
    " sum(greatest(0, least(days - b + 1, least(30, 366 - b)))) FROM followed, range(1, 366, 30) t(b) GROUP BY ALL",
    "cohort": "SELECT coalesce(sex, age_band, race, ethnicity, site, period), count(*)"
    f" FROM followed WHERE arm = 0 GROUP BY {_GROUPS}",
}
SOURCE = f"""
SELECT coalesce(sex, age_band, race, ethnicity, site, period), sum(n)::BIGINT FROM (
    SELECT {_NAMED}, {_BANDS}, n FROM (
        SELECT gender_concept_id, race_concept_id, race_source_value, ethnicity_concept_id, care_site_id, year,
            year - year_of_birth AS age, count(*) AS n
        FROM (
            SELECT person_id,
                (year(min(observation_period_start_date)) + year(max(observation_period_end_date))) // 2 AS year
            FROM observation_period GROUP BY person_id
        ) JOIN person USING (person_id) GROUP BY ALL
    ) LEFT JOIN care_site USING (care_site_id))
GROUP BY {_GROUPS}"""


def counted(con: duckdb.DuckDBPyConnection, query: str, *, source: bool = True) -> Iterator[tuple[str, list[Any]]]:
    """The numbers from the table `followed`, and those of everyone."""
    for name, statement in COUNTS.items():
        yield name, sorted(con.execute(statement.format(level=LEVEL[query])).fetchall())
    if source:
        yield "everyone", sorted(con.execute(SOURCE).fetchall())


def sql(file: Path, query: str, *, source: bool = True) -> Run:
    con = duckdb.connect(str(file), read_only=True)
    rows = ROWS.format(entered=_ENTERED[query], outcomes=_outcomes(query), named=_NAMED, bands=_BANDS)

    def run() -> Numbers:
        con.execute(rows)
        return dict(counted(con, query, source=source))

    return run


def duckcdm(file: Path, query: str) -> Run:
    from duckcdm.circe import build_cohort_query
    from duckcdm.sqlrender import render, translate
    from duckcdm.sqlrender._strings import split_sql

    from retrieval.cohort.circe import parse
    from retrieval.cohort.registry import load

    con = duckdb.connect()
    con.execute(f"ATTACH '{file}' AS source (READ_ONLY)")
    con.execute(
        "CREATE TABLE cohort"
        " (cohort_definition_id INT, subject_id BIGINT, cohort_start_date DATE, cohort_end_date DATE)"
    )
    spec = load(query)
    circes = [circe for circe in (spec.index_event, spec.comparator, spec.outcome) if circe is not None]
    definitions = [
        json.dumps(circe) if "PrimaryCriteria" in circe else parse(circe).model_dump_json()  # type: ignore[no-untyped-call]
        for circe in circes
    ]
    last = len(definitions) - 1
    made = "SELECT {} FROM memory.cohort WHERE cohort_definition_id {}"
    entered = made.format(
        "cohort_definition_id AS arm, subject_id AS person_id, cohort_start_date AS day", f"< {last}"
    )
    entered = (
        f"{entered} QUALIFY cohort_start_date = min(cohort_start_date) OVER (PARTITION BY subject_id)"
        " AND count(*) OVER (PARTITION BY subject_id, cohort_start_date) = 1"
    )
    outcomes = made.format("subject_id AS person_id, cohort_start_date AS outcome", f"= {last}")
    rows = ROWS.format(entered=entered, outcomes=outcomes, named=_NAMED, bands=_BANDS)

    def run() -> Numbers:
        con.execute("USE memory.main")
        for id, definition in enumerate(definitions):
            statements = build_cohort_query(
                definition,
                cdm_schema="source",
                vocabulary_schema="source",
                target_table="memory.cohort",
                cohort_id=id,
            )
            for statement in split_sql(translate(render(statements), "duckdb")):
                if statement.strip():
                    con.execute(statement)
        con.execute("USE source.main")
        con.execute(rows)
        return dict(counted(con, query))

    return run


def pandas(file: Path, query: str) -> Run | None:
    """For the question without rules alone."""
    import numpy as np
    import pandas as pd

    if query != COPD:
        return None
    con = duckdb.connect(str(file), read_only=True)
    # loading is not timed, only counted as memory
    events = con.execute(
        "SELECT person_id, condition_concept_id AS concept, condition_start_date AS day FROM condition_occurrence"
    ).df()
    periods, deaths = con.table("observation_period").df(), con.table("death").df()
    people, tree = con.table("person").df(), con.table("concept_ancestor").df()
    sites = con.table("care_site").df().set_index("care_site_id").care_site_name

    def of(concept: int) -> pd.DataFrame:
        below = tree.loc[tree.ancestor_concept_id == concept, "descendant_concept_id"]
        return events.loc[events.concept.isin(below), ["person_id", "day"]]

    def named(rows: pd.DataFrame, year: pd.Series[int]) -> pd.DataFrame:
        age = year - rows.year_of_birth
        low, first = age // 5 * 5, year // 5 * 5
        races = {8515: "Asian", 8516: "Black or African American", 8527: "White"}
        ethnicities = {38003563: "Hispanic or Latino", 38003564: "Not Hispanic or Latino"}
        return rows.assign(
            sex=rows.gender_concept_id.map({8507: "male", 8532: "female"}).fillna("unknown"),
            race=rows.race_concept_id.map(races).fillna(rows.race_source_value.str.lower()).fillna("unknown"),
            ethnicity=rows.ethnicity_concept_id.map(ethnicities).fillna("unknown"),
            site=rows.care_site_id.map(sites).fillna("unknown"),
            age_band=(low.astype(str) + "-" + (low + 4).astype(str)).where(age < 90, "90+"),
            period=first.astype(str) + "-" + (first + 4).astype(str),
        )

    def margins(rows: pd.DataFrame) -> list[tuple[Any, ...]]:
        variables = ("sex", "age_band", "race", "ethnicity", "site", "period")
        return sorted((level, int(n)) for v in variables for level, n in rows[v].value_counts().items())

    def run() -> Numbers:
        rows = of(255573).groupby("person_id", as_index=False).day.min().merge(periods, on="person_id")
        rows = rows.merge(deaths.groupby("person_id").death_date.min(), on="person_id", how="left")
        first, last = rows.observation_period_start_date, rows.observation_period_end_date
        rows = rows[((rows.day - first).dt.days >= 365) & (rows.day <= last)]
        until = np.minimum(365, (rows.observation_period_end_date - rows.day).dt.days)
        died = (rows.death_date - rows.day).dt.days.fillna(np.inf)
        rows = rows.assign(dies=died <= until, until=np.minimum(until, died))
        met = rows[["person_id", "day", "until"]].merge(of(257004), on="person_id", suffixes=("", "_of"))
        on = (met.day_of - met.day).dt.days
        met = met.assign(before=on <= 0, event=on.where((on > 0) & (on <= met.until)))
        rows = rows.merge(
            met.groupby("person_id")[["before", "event"]].agg({"before": "max", "event": "min"}),
            on="person_id",
            how="left",
        )
        rows = rows[rows.before.ne(True)].merge(people, on="person_id")
        days = rows.event.fillna(rows.until).astype(int)
        status = np.select([rows.event.notna(), rows.dies, rows.until == 365], [1, 2, 3], 0)
        rows = named(rows.assign(days=days, status=status, arm=0), rows.day.dt.year)
        rows = rows.assign(hit=(rows.status == 1).astype(int))
        sums = rows.groupby(["arm", "sex", "age_band", "site"]).agg(
            n=("hit", "size"), e=("hit", "sum"), d=("days", "sum")
        )
        bins = []
        for b in range(1, 366, 30):
            leaving = rows.status[(rows.days >= b) & (rows.days < b + 30)].value_counts()
            spent = (rows.days - b + 1).clip(0, min(30, 366 - b)).sum()
            ends = (int(leaving.get(how, 0)) for how in (1, 2, 0))
            bins.append((0, b, int((rows.days >= b).sum()), *ends, int(spent)))
        lived = periods.groupby("person_id").agg(
            first=("observation_period_start_date", "min"), last=("observation_period_end_date", "max")
        )
        year = ((lived["first"].dt.year + lived["last"].dt.year) // 2).rename("year")
        everyone = people.join(year, on="person_id", how="inner")
        return {
            "strata": sorted((*key, *map(int, row)) for key, row in zip(sums.index, sums.to_numpy(), strict=True)),
            "bins": bins,
            "cohort": margins(rows),
            "everyone": margins(named(everyone, everyone.year)),
        }

    return run
