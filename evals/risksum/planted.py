"""An OMOP database with exactly the persons that a case plants: what may be counted is known before it is counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import pandas

from evals.risksum.case import Cohort, Term
from retrieval.files import whole

_INDEX = date(2021, 3, 1)
"""Of everybody: the first record of the condition."""
_FROM, _TO = date(2018, 1, 1), date(2024, 12, 31)
_FIRST = 2_000_000_001
"""OMOP keeps ids from two thousand million on for concepts of one's own."""
_SEX = {"female": 8532, "male": 8507}
_OTHER = {"female": "male", "male": "female"}
Row = dict[str, Any]


def plant(cohort: Cohort, file: Path, name: str) -> None:
    """Write the database; `name` is what it calls itself, and the disclosure ledger calls it."""
    schema = (resources.files("retrieval.cohort.generate") / "cdm.sql").read_text("utf-8")
    with whole(file) as part, duckdb.connect(str(part)) as connection:
        connection.execute(schema)
        for table, rows in _tables(cohort, name).items():
            if not rows:  # a term with one name has no synonyms
                continue
            connection.register("rows", pandas.DataFrame(rows))
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows")  # noqa: S608


def _tables(cohort: Cohort, name: str) -> dict[str, list[Row]]:
    terms = [cohort.condition, *([cohort.outcome] if cohort.outcome else [])]
    tables: dict[str, list[Row]] = {
        "cdm_source": [
            {"cdm_source_name": name, "cdm_version": "5.4", "source_description": "synthetic persons of risksum"}
        ],
        "vocabulary": [{"vocabulary_id": "SNOMED", "vocabulary_name": "SNOMED", "vocabulary_version": "excerpt"}],
    }
    for number, term in enumerate(terms):
        _add(tables, _concept(_FIRST + number, term))
    for person, (sex, age, event) in enumerate(_persons(cohort), start=1):
        _add(tables, _history(person, sex, age, event, cohort))
    return tables


def _add(tables: dict[str, list[Row]], rows: dict[str, Row | list[Row]]) -> None:
    for table, row in rows.items():
        tables.setdefault(table, []).extend(row if isinstance(row, list) else [row])


def _persons(cohort: Cohort) -> Iterator[tuple[str, int, int | None]]:
    """(sex, age, day of the outcome or None) of each person."""
    far = cohort.age - 30 if cohort.age >= 60 else cohort.age + 30
    for sex, age, n, events in (
        (cohort.sex, cohort.age, cohort.n, cohort.events),
        (_OTHER[cohort.sex], far, cohort.others, cohort.other_events),
    ):
        for number in range(n):
            yield sex, age, 1 + number * (cohort.days - 1) // events if number < events else None


def _concept(id: int, term: Term) -> dict[str, Row | list[Row]]:
    return {
        "concept": {
            "concept_id": id,
            "concept_name": term.names[0],
            "domain_id": "Condition",
            "vocabulary_id": "SNOMED",
            "standard_concept": "S",
            "concept_code": term.code,
        },
        "concept_ancestor": {
            "ancestor_concept_id": id,
            "descendant_concept_id": id,
            "min_levels_of_separation": 0,
            "max_levels_of_separation": 0,
        },
        "concept_relationship": {"concept_id_1": id, "concept_id_2": id, "relationship_id": "Maps to"},
        "concept_synonym": [{"concept_id": id, "concept_synonym_name": one} for one in term.names[1:]],
    }


def _history(person: int, sex: str, age: int, event: int | None, cohort: Cohort) -> dict[str, Row | list[Row]]:
    happened = None if event is None else _INDEX + timedelta(days=event)
    conditions = [(_FIRST, _INDEX), *([(_FIRST + 1, happened)] if happened and cohort.outcome else [])]
    died = happened if happened and cohort.outcome is None else None
    rows: dict[str, Row | list[Row]] = {
        "person": {
            "person_id": person,
            "gender_concept_id": _SEX[sex],
            "year_of_birth": _INDEX.year - age,
            "month_of_birth": 1,
            "day_of_birth": 15,
        },
        "observation_period": {
            "observation_period_id": person,
            "person_id": person,
            "observation_period_start_date": _FROM,
            "observation_period_end_date": died or _TO,
        },
        "condition_occurrence": [
            {
                "condition_occurrence_id": 10 * person + number,
                "person_id": person,
                "condition_concept_id": concept,
                "condition_start_date": day,
            }
            for number, (concept, day) in enumerate(conditions)
        ],
    }
    return rows | ({"death": {"person_id": person, "death_date": died}} if died else {})
