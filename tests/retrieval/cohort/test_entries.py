"""Our way of running Circe beside another implementation: duckcdm's SQL, which equals the Java reference's."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from cdms import random_cdm
from duckcdm.circe import build_cohort_query
from duckcdm.sqlrender import render, translate
from duckcdm.sqlrender._strings import split_sql
from phenotypes import phenotypes

from retrieval.cohort.cdm import Cdm, open_cdm
from retrieval.cohort.circe import Circe
from retrieval.cohort.entries import entries

Entry = tuple[int, date, date]
ALL = phenotypes()
QUICK = dict(list(ALL.items())[::8])


@pytest.fixture(scope="module")
def cdm(tmp_path_factory: pytest.TempPathFactory):
    with open_cdm(random_cdm(tmp_path_factory.mktemp("cdm") / "random.duckdb")) as opened:
        yield opened


def ours(definition: Circe, cdm: Cdm) -> list[Entry]:
    rows = entries(definition, cdm).to_pyarrow().to_pylist()
    cdm.sweep()
    return sorted((row["person_id"], row["start_date"], row["end_date"]) for row in rows)


def theirs(definition: Circe, cdm: Cdm) -> list[Entry]:
    con = cdm.backend.con
    con.execute(
        "CREATE OR REPLACE TABLE cohort"
        " (cohort_definition_id INT, subject_id BIGINT, cohort_start_date DATE, cohort_end_date DATE)"
    )
    sql = build_cohort_query(
        json.dumps(definition), cdm_schema="cdm", vocabulary_schema="cdm", target_table="cohort", cohort_id=1
    )
    for statement in split_sql(translate(render(sql), "duckdb")):
        if statement.strip():
            con.execute(statement)
    found = con.execute("SELECT subject_id, cohort_start_date, cohort_end_date FROM cohort").fetchall()
    con.execute("DROP TABLE cohort")
    return sorted(found)


@pytest.mark.parametrize("name", QUICK)
def test_each_row_equals_the_reference(name: str, cdm: Cdm) -> None:
    assert ours(ALL[name], cdm) == theirs(ALL[name], cdm)


@pytest.mark.slow
def test_every_phenotype_equals_the_reference(cdm: Cdm) -> None:
    found = {name: (ours(made, cdm), theirs(made, cdm)) for name, made in ALL.items()}
    assert [name for name, (one, other) in found.items() if one != other] == []
    assert sum(bool(other) for _, other in found.values()) >= 100


@pytest.mark.slow
@pytest.mark.sample
def test_every_phenotype_equals_the_reference_on_the_sample(eunomia: Path) -> None:
    with open_cdm(eunomia) as cdm:
        assert [name for name, made in ALL.items() if ours(made, cdm) != theirs(made, cdm)] == []


def test_nothing_is_left_behind(cdm: Cdm) -> None:
    ours(max(ALL.values(), key=lambda made: len(made["InclusionRules"])), cdm)
    assert cdm.backend.list_tables(database="scratch") == []
