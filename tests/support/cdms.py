"""Small OMOP databases: one of hand-written rows, one of seeded random histories with Eunomia's concepts."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from retrieval.cohort.omop import tables, type_of

Row = Mapping[str, object]

FEMALE, MALE = 8532, 8507
INPATIENT, OUTPATIENT = 9201, 9202

CONCEPTS = [
    (313217, "Atrial fibrillation", "Condition"),
    (381316, "Cerebrovascular accident", "Condition"),
    (192671, "Gastrointestinal hemorrhage", "Condition"),
    (4283893, "Sinusitis", "Condition"),
    (40481087, "Viral sinusitis", "Condition"),
    (4294548, "Acute bacterial sinusitis", "Condition"),
    (257012, "Chronic sinusitis", "Condition"),
    (80502, "Osteoporosis", "Condition"),
    (1118084, "celecoxib", "Drug"),
    (1118088, "celecoxib 200 MG Oral Capsule [Celebrex]", "Drug"),
    (1124300, "Diclofenac", "Drug"),
    (40162359, "Diclofenac Sodium 75 MG Delayed Release Oral Tablet", "Drug"),
    (4057420, "Catheter ablation of tissue of heart", "Procedure"),
    (3006322, "Oral temperature", "Measurement"),
    (4304110, "Allergy to mold", "Observation"),
    (INPATIENT, "Inpatient Visit", "Visit"),
    (OUTPATIENT, "Outpatient Visit", "Visit"),
]
ANCESTRY = [(4283893, 40481087), (4283893, 4294548), (4283893, 257012), (1118084, 1118088), (1124300, 40162359)]


def write_cdm(path: Path, rows: Mapping[str, Sequence[Row]], *, vocabulary: bool = True) -> Path:
    """A CDM with these rows; columns that a row does not name are null. The tables of the CDM all exist."""
    filled = dict(rows) | (_vocabulary() if vocabulary else {})
    with duckdb.connect(str(path)) as con:
        for table, columns in tables().items():
            con.execute(f"CREATE TABLE {table} ({', '.join(f'{c} {type_of(c)}' for c in columns)})")
            if filled.get(table):
                frame = pd.DataFrame(filled[table]).astype(object)
                frame = frame.where(frame.notna(), None)
                con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM frame")
    return path


def person(id: int, born: int = 1950, sex: int = FEMALE) -> Row:
    return {"person_id": id, "year_of_birth": born, "gender_concept_id": sex, "race_concept_id": 8527}


def observed(id: int, start: str, end: str) -> Row:
    return {
        "observation_period_id": id,
        "person_id": id,
        "observation_period_start_date": start,
        "observation_period_end_date": end,
    }


def condition(person_id: int, day: str, concept: int = 313217) -> Row:
    return {
        "condition_occurrence_id": hash((person_id, day, concept)) % 10**9,
        "person_id": person_id,
        "condition_concept_id": concept,
        "condition_start_date": day,
        "condition_end_date": day,
    }


def random_cdm(path: Path, *, persons: int = 300, seed: int = 0) -> Path:
    """Random histories, dense enough that every phenotype meets events before, on and after each other."""
    dice = random.Random(seed)
    rows: dict[str, list[Row]] = {table: [] for table in tables()}
    for id in range(1, persons + 1):
        _live(id, dice, rows)
    return write_cdm(path, rows)


def _live(id: int, dice: random.Random, rows: dict[str, list[Row]]) -> None:
    start = date(2000, 1, 1) + timedelta(dice.randrange(3000))
    end = start + timedelta(dice.randrange(30, 4000))
    rows["person"].append(person(id, dice.randrange(1920, 1995), dice.choice([FEMALE, MALE])))
    rows["observation_period"].append(observed(id, start.isoformat(), end.isoformat()))

    def day() -> date:
        # a few days outside observation, and many close together
        anchor = start + timedelta(dice.choice([0, 200, 400, 800]))
        return anchor + timedelta(dice.randrange(-20, 300))

    for domain, concepts in _by_domain().items():
        for _ in range(dice.randrange(0, 6)):
            begun = day()
            event = _event(domain, id, dice.choice(concepts), begun, begun + timedelta(dice.randrange(0, 40)), dice)
            table = next(iter(event))
            rows[table].append({f"{table}_id": len(rows[table]) + 1} | dict(event[table]))
    if dice.random() < 0.2:
        rows["death"].append({"person_id": id, "death_date": end - timedelta(dice.randrange(0, 20))})


def _event(
    domain: str, person_id: int, concept: int, start: date, end: date, dice: random.Random
) -> dict[str, dict[str, object]]:
    base: dict[str, object] = {"person_id": person_id, f"{domain.lower()}_concept_id": concept}
    match domain:
        case "Condition":
            return {"condition_occurrence": base | {"condition_start_date": start, "condition_end_date": end}}
        case "Drug":
            supply = dice.choice([None, 7, 30])
            dates = {"drug_exposure_start_date": start, "drug_exposure_end_date": dice.choice([None, end])}
            return {"drug_exposure": base | dates | {"days_supply": supply, "quantity": dice.randrange(1, 60)}}
        case "Procedure":
            return {"procedure_occurrence": base | {"procedure_date": start}}
        case "Measurement":
            return {"measurement": base | {"measurement_date": start, "value_as_number": dice.uniform(20, 60)}}
        case "Observation":
            return {"observation": base | {"observation_date": start, "value_as_number": dice.uniform(0, 10)}}
        case _:
            return {"visit_occurrence": base | {"visit_start_date": start, "visit_end_date": end}}


def _by_domain() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for id, _, domain in CONCEPTS:
        found.setdefault(domain, []).append(id)
    return found


def _vocabulary() -> dict[str, list[Row]]:
    concept = [
        {
            "concept_id": id,
            "concept_name": name,
            "domain_id": domain,
            "vocabulary_id": "SNOMED",
            "standard_concept": "S",
        }
        for id, name, domain in CONCEPTS
    ]
    pairs: Iterable[tuple[int, int]] = [*ANCESTRY, *((id, id) for id, *_ in CONCEPTS)]
    ancestor = [{"ancestor_concept_id": above, "descendant_concept_id": below} for above, below in pairs]
    return {"concept": concept, "concept_ancestor": ancestor}
