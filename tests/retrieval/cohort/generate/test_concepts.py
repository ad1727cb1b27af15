"""The excerpt of the vocabularies beside the tables of concepts that public sample databases hold."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from retrieval.cohort import generate

LISTED = Path(generate.__file__).with_name("concepts.csv")


def listed() -> dict[int, dict[str, str]]:
    with LISTED.open(encoding="utf-8", newline="") as file:
        return {int(row["id"]): row for row in csv.DictReader(file)}


def test_no_code_stands_for_two_concepts_and_every_parent_is_listed() -> None:
    rows = listed()
    assert len({(row["vocabulary"], row["code"]) for row in rows.values()}) == len(rows)
    assert all(int(row["parent"]) in rows for row in rows.values() if row["parent"])


@pytest.mark.sample
def test_concepts_are_those_of_the_sample(eunomia: Path) -> None:
    query = "SELECT concept_id, concept_code, vocabulary_id, domain_id FROM concept"
    with duckdb.connect(str(eunomia), read_only=True) as con:
        theirs = {int(id): tuple(rest) for id, *rest in con.execute(query).fetchall()}
    ours = {id: (row["code"], row["vocabulary"], row["domain"]) for id, row in listed().items()}
    both = ours.keys() & theirs.keys()
    assert len(both) >= 10 and {id: ours[id] for id in both} == {id: theirs[id] for id in both}
    codes = {rest[:2]: id for id, rest in theirs.items()}
    assert all(codes.get(rest[:2], id) == id for id, rest in ours.items())
