from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from retrieval.cohort.errors import CdmBroken
from retrieval.cohort.eunomia import normalise


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A file with the faults of the published one."""
    with duckdb.connect(str(tmp_path / "raw.duckdb")) as con:
        con.execute("""
            CREATE TABLE person AS SELECT 1::BIGINT AS "PERSON_ID", 1950 AS "YEAR_OF_BIRTH";
            CREATE TABLE observation_period AS SELECT unnest([1, 2]) AS "PERSON_ID", DATE '2000-01-01' AS
                "OBSERVATION_PERIOD_START_DATE", DATE '2010-01-01' AS "OBSERVATION_PERIOD_END_DATE";
            CREATE TABLE measurement AS SELECT 1.0::DOUBLE AS "MEASUREMENT_ID", 1 AS "PERSON_ID", '7.5' AS
                "VALUE_AS_NUMBER", 99 AS "VISIT_OCCURRENCE_ID";
            CREATE TABLE visit_occurrence AS SELECT 5 AS "VISIT_OCCURRENCE_ID", 1 AS "PERSON_ID";
            CREATE TABLE death AS SELECT 'PERSON_ID' AS column0, 'DEATH_DATE' AS column1;
        """)
    return tmp_path / "raw.duckdb"


def test_each_fault_is_put_right(raw: Path, tmp_path: Path) -> None:
    normalise(raw, tmp_path / "cdm.duckdb")
    with duckdb.connect(str(tmp_path / "cdm.duckdb"), read_only=True) as con:
        assert con.execute("SELECT person_id FROM observation_period").fetchall() == [(1,)]
        assert con.execute("SELECT count(*) FROM death").fetchall() == [(0,)]
        found = con.execute("SELECT measurement_id, value_as_number, visit_occurrence_id FROM measurement")
        assert [str(column[1]) for column in found.description] == ["BIGINT", "DOUBLE", "INTEGER"]
        assert found.fetchall() == [(1, 7.5, None)]


def test_a_broken_file_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "raw.duckdb").write_bytes(b"not a database")
    with pytest.raises(CdmBroken):
        normalise(tmp_path / "raw.duckdb", tmp_path / "cdm.duckdb")
    assert [file.name for file in tmp_path.iterdir()] == ["raw.duckdb"]


@pytest.mark.sample
def test_the_sample_is_whole(eunomia: Path) -> None:
    with duckdb.connect(str(eunomia), read_only=True) as con:
        counts = {
            table: con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
            for table in ("person", "observation_period", "condition_occurrence", "drug_exposure", "death")
        }
    assert counts == {
        "person": 2694,
        "observation_period": 2694,
        "condition_occurrence": 65332,
        "drug_exposure": 67707,
        "death": 0,
    }
