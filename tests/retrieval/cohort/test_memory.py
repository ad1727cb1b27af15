"""What is learnt of a database is kept while its files are the same, and no longer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
from cdms import condition, observed, person, write_cdm
from queries import AF, STROKE, query

from retrieval.cohort.cdm import open_cdm
from retrieval.cohort.execute import execute

ROWS: dict[str, list[Any]] = {
    "person": [person(1), person(2)],
    "observation_period": [observed(id, "2005-01-01", "2015-01-01") for id in (1, 2)],
    "condition_occurrence": [condition(id, "2010-06-01", AF) for id in (1, 2)],
}


def counted(file: Path, **changes: Any) -> tuple[int, int]:
    with open_cdm(file) as cdm:
        counts, _ = execute(query(**changes), cdm)
    assert sum(one.source_n for one in counts.composition if one.variable == "sex") == cdm.info.persons
    return counts.total("index")[:2]


def test_a_question_is_compiled_once(tmp_path: Path) -> None:
    file = write_cdm(tmp_path / "cdm.duckdb", ROWS)
    assert counted(file) == (2, 0) == counted(file, breakdown="sex", bin_days=7)
    with open_cdm(file) as cdm:
        assert len([key for key in cdm.memory if isinstance(key, tuple) and key[0] == "statement"]) == 1


def test_changed_data_are_asked_anew(tmp_path: Path) -> None:
    file = write_cdm(tmp_path / "cdm.duckdb", ROWS)
    assert counted(file) == (2, 0)
    with duckdb.connect(str(file)) as con:
        con.execute("DELETE FROM person WHERE person_id = 2; DELETE FROM observation_period WHERE person_id = 2")
        con.execute("UPDATE condition_occurrence SET person_id = 1 WHERE person_id = 2")
        con.execute(
            "INSERT INTO condition_occurrence (person_id, condition_occurrence_id, condition_concept_id,"
            f" condition_start_date) VALUES (1, 77, {STROKE}, '2010-07-01')"
        )
    assert counted(file) == (1, 1)


def test_too_much_is_not_kept(tmp_path: Path) -> None:
    with open_cdm(write_cdm(tmp_path / "cdm.duckdb", ROWS)) as cdm:
        for number in range(2_000):
            cdm.once(number, lambda: "learnt")
        assert len(cdm.memory) <= 1_000
