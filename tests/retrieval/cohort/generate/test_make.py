"""The generated database is a CDM: linked, dated within observation, labelled synthetic, reproducible."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from retrieval.cohort.generate import Generated, generate
from retrieval.errors import BadInput, Problem

PERSONS = 4000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate(tmp_path_factory.mktemp("cdm") / "cdm.duckdb", persons=PERSONS, seed=3)


@pytest.fixture(scope="module")
def cdm(made: Generated) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(made.database), read_only=True) as connection:
        yield connection


def one(cdm: duckdb.DuckDBPyConnection, sql: str) -> object:
    row = cdm.execute(sql).fetchone()
    assert row is not None
    return row[0]


def contents(database: Path) -> list[object]:
    """A number per table that changes with any value in it, whatever the order of rows."""
    with duckdb.connect(str(database), read_only=True) as connection:
        named = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        eras = {"condition_era", "drug_era"}  # their ids are numbered in the order of rows
        return [one(connection, f"SELECT sum(hash(t)::HUGEINT) FROM {t} t") for (t,) in named if t not in eras]


def test_the_same_seed_makes_the_same_database_on_any_number_of_threads(tmp_path: Path) -> None:
    paths = [tmp_path / f"{i}.duckdb" for i in range(3)]
    for path, seed, threads in zip(paths, (1, 1, 2), (1, 4, 1), strict=True):
        generate(path, persons=600, seed=seed, threads=threads)
    assert contents(paths[0]) == contents(paths[1])
    assert contents(paths[0]) != contents(paths[2])
    assert paths[0].with_suffix(".truth.json").read_text() == paths[1].with_suffix(".truth.json").read_text()


def test_about_fifty_records_a_person(made: Generated) -> None:
    assert 45 <= made.records / PERSONS <= 60


def test_it_says_that_it_is_synthetic(cdm: duckdb.DuckDBPyConnection) -> None:
    assert "Synthetic" in str(one(cdm, "SELECT cdm_source_name FROM cdm_source"))


DATED = {
    "visit_occurrence": "visit_start_date",
    "condition_occurrence": "condition_start_date",
    "drug_exposure": "drug_exposure_start_date",
    "measurement": "measurement_date",
    "death": "death_date",
}


@pytest.mark.parametrize(("table", "day"), DATED.items())
def test_everything_happens_to_a_person_under_observation(
    cdm: duckdb.DuckDBPyConnection, table: str, day: str
) -> None:
    inside = f"{day} BETWEEN observation_period_start_date AND observation_period_end_date"
    assert one(cdm, f"SELECT count(*) FROM {table}")
    assert one(cdm, f"SELECT count(*) FROM {table} LEFT JOIN observation_period USING (person_id) "
                    f"WHERE ({inside}) IS NOT TRUE") == 0  # fmt: skip


@pytest.mark.parametrize("table", ["condition_occurrence", "drug_exposure", "measurement"])
def test_every_record_belongs_to_a_visit_of_that_person(cdm: duckdb.DuckDBPyConnection, table: str) -> None:
    lost = (
        f"SELECT count(*) FROM {table} r LEFT JOIN visit_occurrence v USING (visit_occurrence_id) "
        "WHERE v.person_id IS DISTINCT FROM r.person_id"
    )
    assert one(cdm, lost) == 0


def test_ids_are_unique_and_concepts_known(cdm: duckdb.DuckDBPyConnection) -> None:
    for table in DATED:
        key = "person_id" if table == "death" else f"{table}_id"
        assert one(cdm, f"SELECT count(*) - count(DISTINCT {key}) FROM {table}") == 0, table
        if table != "death":
            concept = f"{table.split('_')[0]}_concept_id"
            assert one(cdm, f"SELECT count(*) FROM {table} ANTI JOIN concept ON {concept} = concept_id") == 0, table


def test_descendants_follow_the_hierarchy(cdm: duckdb.DuckDBPyConnection) -> None:
    levels = cdm.execute(
        "SELECT ancestor_concept_id, min_levels_of_separation FROM concept_ancestor "
        "WHERE descendant_concept_id = 316139 ORDER BY 2"
    ).fetchall()
    assert levels == [(316139, 0), (321588, 1), (134057, 2)]


def test_eras_of_one_drug_are_more_than_thirty_days_apart(cdm: duckdb.DuckDBPyConnection) -> None:
    near = (
        "SELECT count(*) FROM drug_era a JOIN drug_era b USING (person_id, drug_concept_id) "
        "WHERE b.drug_era_start_date > a.drug_era_start_date AND b.drug_era_start_date - a.drug_era_end_date <= 30"
    )
    assert one(cdm, near) == 0
    exposures = "SELECT (SELECT count(*) FROM drug_exposure) - (SELECT sum(drug_exposure_count) FROM drug_era)"
    assert one(cdm, exposures) == 0


def test_values_go_with_the_illness(cdm: duckdb.DuckDBPyConnection) -> None:
    def mean(measured: int, condition: int) -> float:
        sql = (
            "SELECT avg(value_as_number) FROM measurement SEMI JOIN (SELECT person_id FROM condition_occurrence "
            f"WHERE condition_concept_id = {condition}) USING (person_id) WHERE measurement_concept_id = {measured}"
        )
        return float(str(one(cdm, sql)))

    hba1c, nt_probnp, egfr = 3004410, 3029187, 40764999
    diabetes, heart_failure, kidney_disease, arthritis = 201826, 316139, 46271022, 80180
    assert mean(hba1c, diabetes) > mean(hba1c, arthritis) + 0.3
    assert mean(nt_probnp, heart_failure) > 2 * mean(nt_probnp, arthritis)
    assert mean(egfr, kidney_disease) < mean(egfr, arthritis) - 10


def test_sites_differ_in_who_they_see(cdm: duckdb.DuckDBPyConnection) -> None:
    rows = cdm.execute(
        "SELECT care_site_id, avg((race_concept_id = 8516)::INT), avg((gender_concept_id = 8532)::INT), "
        "avg((location_source_value = 'rural')::INT) FROM person JOIN location USING (location_id) GROUP BY 1"
    ).fetchall()
    assert len(rows) == 5
    for column in (1, 2, 3):
        assert max(r[column] for r in rows) - min(r[column] for r in rows) > 0.2


@pytest.mark.parametrize(("persons", "visits"), [(0, 5.0), (10**9, 5.0), (10, -1.0)])
def test_out_of_range_is_refused(tmp_path: Path, persons: int, visits: float) -> None:
    with pytest.raises(BadInput):
        generate(tmp_path / "x.duckdb", persons=persons, visits=visits)
    assert not list(tmp_path.iterdir())


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    path.write_text("mine")
    with pytest.raises(BadInput, match="exists"):
        generate(path, persons=10)
    assert path.read_text() == "mine"


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="could not be written") as failed:
        generate(tmp_path / "x.duckdb", persons=50_000, memory="20MB")
    assert failed.value.next_step
    assert not list(tmp_path.iterdir())
