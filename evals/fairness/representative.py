"""Who does a cohort stand for? Shown shares against the database, and warnings for patients whom it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from evals import lab
from retrieval.cohort import registry
from retrieval.cohort.answer import Gate, answer
from retrieval.cohort.cdm import open_cdm
from retrieval.cohort.disclosure.ledger import Ledger
from retrieval.cohort.disclosure.policy import Policy
from retrieval.subject import Subject

APART = 0.05
"""How far a shown share may be from the true one: shares are rounded so that no small count can be worked out."""


class Patient(NamedTuple):
    """A patient whom the heart failure cohort has many of, or next to none."""

    name: str
    subject: Subject
    like: bool


PATIENTS = (
    Patient("a woman of 72", Subject(age=72, sex="female"), True),
    Patient("a man of 81", Subject(age=81, sex="male"), True),
    Patient("a woman of 23", Subject(age=23, sex="female"), False),
    Patient("a boy of 9", Subject(age=9, sex="male"), False),
)
QUESTION = "synthetic-hf-30d-readmission"


def told(database: Path, patient: Patient) -> dict[str, Any]:
    """What the cohort's answer says to a clinician with this patient about whom it stands for."""
    ledger = Ledger(lab.scratch() / f"representative-{database.stem}.sqlite")
    with open_cdm(database) as cdm:
        result = answer(registry.load(QUESTION), cdm, Gate(Policy(), ledger, "evaluation"), patient.subject)
    shown = result.representativeness
    return {
        "warnings": list(shown.warnings),
        "thin": [one for one in shown.warnings if "like this one" in one],
        "shares": [one.model_dump() for one in shown.shares if one.variable in ("sex", "race")],
        "true": {f"{variable} {level}": share for variable, level, share in _true(database)},
    }


def apart(answer: dict[str, Any]) -> Iterator[float]:
    """For each share of the whole database that is shown: how far from the true one."""
    for share in answer["shares"]:
        yield abs(share["source"] - answer["true"].get(f"{share['variable']} {share['level']}", 0.0))


def _true(database: Path) -> list[tuple[str, str, float]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(_SQL).fetchall()


_SQL = """
SELECT 'sex', CASE gender_concept_id WHEN 8532 THEN 'female' ELSE 'male' END, count(*) / (SELECT count(*) FROM person)
FROM person GROUP BY ALL
UNION ALL
SELECT 'race', CASE race_source_value WHEN 'white' THEN 'White' WHEN 'asian' THEN 'Asian'
    WHEN 'unknown' THEN 'unknown' ELSE 'Black or African American' END, count(*) / (SELECT count(*) FROM person)
FROM person GROUP BY ALL
"""
