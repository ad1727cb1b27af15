"""Bad input: clear, typed, and nothing is lost."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from cdms import condition, observed, person, write_cdm
from queries import any_of, query

from retrieval.cohort import errors, registry
from retrieval.cohort.cdm import open_cdm
from retrieval.cohort.circe import BadDefinition
from retrieval.cohort.doctor import examine
from retrieval.cohort.execute import execute

ROWS = {
    "person": [person(1)],
    "observation_period": [observed(1, "2005-01-01", "2015-01-01")],
    "condition_occurrence": [condition(1, "2010-06-01")],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_cdm(tmp_path / "cdm.duckdb", ROWS)


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(errors.CdmNotFound), open_cdm(tmp_path / "none.duckdb"):
        pass


@pytest.mark.parametrize("keep", [0.5, 0.01])
def test_a_truncated_database(file: Path, keep: float) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(errors.CdmError), open_cdm(file) as cdm:
        execute(query(), cdm)


def test_not_a_database(tmp_path: Path) -> None:
    (tmp_path / "notes.duckdb").write_text("dear colleague")
    with pytest.raises(errors.CdmBroken), open_cdm(tmp_path / "notes.duckdb"):
        pass


def test_a_locked_database(file: Path) -> None:
    hold = f"import duckdb, sys; c = duckdb.connect({str(file)!r}); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with pytest.raises(errors.CdmLocked), open_cdm(file):
            pass


def test_a_database_without_persons(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "x.duckdb")) as con:
        con.execute("CREATE TABLE observation_period (person_id BIGINT)")
    with pytest.raises(errors.CdmMissing), open_cdm(tmp_path / "x.duckdb"):
        pass


def test_a_database_without_vocabulary(file: Path) -> None:
    with duckdb.connect(str(file)) as con:
        con.execute("DROP TABLE concept; DROP TABLE concept_ancestor")
    with open_cdm(file) as cdm:
        with pytest.raises(errors.NoVocabulary):
            execute(query(), cdm)
        assert any(found.severity == "error" and "vocabulary" in found.what for found in examine(cdm))


def test_a_table_that_the_definition_needs(file: Path) -> None:
    with duckdb.connect(str(file)) as con:
        con.execute("DROP TABLE condition_occurrence")
    with open_cdm(file) as cdm, pytest.raises(errors.CdmMissing, match="condition_occurrence"):
        execute(query(), cdm)


def test_an_unknown_concept(file: Path) -> None:
    with open_cdm(file) as cdm, pytest.raises(errors.UnknownConcept, match="987654"):
        execute(query(outcome=any_of(987654)), cdm)


def test_an_empty_cohort_is_an_answer(file: Path) -> None:
    with open_cdm(file) as cdm:
        counts, members = execute(query(min_age=110), cdm)
    assert counts.total("index") == (0, 0, 0) and not members.at_risk


def test_the_database_is_never_changed(file: Path) -> None:
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    with open_cdm(file) as cdm:
        execute(query(), cdm)
        examine(cdm)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_dates_in_the_future_are_named(tmp_path: Path) -> None:
    rows = ROWS | {
        "observation_period": [observed(id, "2005-01-01", "2099-01-01") for id in range(1, 13)],
        "person": [person(id) for id in range(1, 13)],
    }
    with open_cdm(write_cdm(tmp_path / "cdm.duckdb", rows), as_of=date(2020, 1, 1)) as cdm:
        found = [finding for finding in examine(cdm) if "future" in finding.what]
    assert found[0].rows == 12 and "2020-01-01" in found[0].means


def test_the_doctor_does_not_say_small_numbers(tmp_path: Path) -> None:
    rows = ROWS | {"observation_period": [*ROWS["observation_period"], observed(2, "2005-01-01", "2006-01-01")]}
    with open_cdm(write_cdm(tmp_path / "cdm.duckdb", rows)) as cdm:
        found = next(finding for finding in examine(cdm) if "belong to no person" in finding.what)
    assert found.rows is None and found.what.startswith("Fewer than 11")


@pytest.mark.parametrize(
    "definition",
    [
        {},
        {"PrimaryCriteria": {"CriteriaList": []}},
        {"PrimaryCriteria": {"CriteriaList": "all"}},
        {"PrimaryCriteria": {"CriteriaList": [{"Conditions": {}}]}},
        {"PrimaryCriteria": {"CriteriaList": [{"ConditionOccurrence": {"Firts": True}}]}},
        {"PrimaryCriteria": {"CriteriaList": [{"DrugExposure": {"CodesetId": 3}}]}},
        {"items": []},
        {"items": [{"concept": {"CONCEPT_ID": 1, "DOMAIN_ID": "Gossip"}}]},
    ],
)
def test_malformed_circe(definition: dict[str, Any]) -> None:
    with pytest.raises(BadDefinition):
        query(index_event=definition)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("[]", "no JSON object"),
        ("{}", "name"),
        (json.dumps(query().model_dump() | {"end_day": 0}), "end_day is before start_day"),
        (json.dumps(query().model_dump() | {"outcome": "gone.json"}), "cannot be read"),
        (json.dumps(query().model_dump() | {"washout": 3}), "none of name, title"),
    ],
)
def test_a_malformed_spec(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "spec.json").write_text(text)
    with pytest.raises(registry.BadQuery, match=says):
        registry.load(str(tmp_path / "spec.json"))


def test_a_name_that_does_not_ship() -> None:
    with pytest.raises(registry.BadQuery):
        registry.load("no-such-query")


def test_what_ships_can_be_read_and_is_named_after_its_file() -> None:
    assert all(registry.load(name).name == name for name in registry.names()) and len(registry.names()) > 15


def test_a_definition_may_stand_in_a_file_beside(tmp_path: Path) -> None:
    spec = query().model_dump()
    (tmp_path / "outcome.json").write_text(json.dumps(spec["outcome"]))
    (tmp_path / "spec.json").write_text(json.dumps(spec | {"outcome": "outcome.json"}))
    assert registry.load(str(tmp_path / "spec.json")) == query()


def test_the_hash_is_of_what_is_computed() -> None:
    assert query().hash == query(title="Another title", purpose="audit").hash
    assert query().hash != query(end_day=91).hash
