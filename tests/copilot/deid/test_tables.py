"""OMOP tables: ids that a CDM can load, one offset a person, and names of those who cared found in notes."""

from __future__ import annotations

from typing import Any

from samples_fhir import TODAY

from copilot.deid import tables
from copilot.deid.types import Deidentified, Known

KEY = bytes(32)


def _passes(text: str, known: Known, person: str) -> Deidentified:
    return Deidentified(text=text, spans=(), verdict="pass")


def passed(table: str, *rows: dict[str, str], known: Known = Known()) -> list[dict[str, Any]]:  # noqa: B008
    return list(tables.deidentify_rows(table, rows, _passes, KEY, "shift", TODAY, known))


def test_ids_are_numbers_and_agree_between_tables() -> None:
    person = passed("person", {"PERSON_ID": "7", "GENDER_CONCEPT_ID": "8507"})[0]["person_id"]
    visit = passed("visit_occurrence", {"person_id": "7", "visit_occurrence_id": "3"})[0]
    assert visit["person_id"] == person != "7"
    assert 0 < int(person) < 2**63


def test_the_dates_of_one_person_move_together_and_those_of_another_do_not() -> None:
    rows = [{"person_id": id, "death_date": "2020-03-22"} for id in ("7", "7", "8")]
    one, same, other = (row["death_date"] for row in passed("death", *rows))
    assert one == same != other


def test_only_listed_tables_and_columns_pass() -> None:
    assert tables.is_table("person") and not tables.is_table("provider") and not tables.is_table("concept")
    assert tables.columns("person", ["PERSON_ID", "month_of_birth", "person_source_value", "zyra"]) == ["person_id"]


def test_who_cared_is_looked_for_in_notes() -> None:
    assert tables.is_directory("provider") and tables.is_directory("care_site")
    known = tables.names("provider", [{"PROVIDER_NAME": "Ada Lowe"}, {"PROVIDER_NAME": ""}])
    assert known == Known(providers=("Ada Lowe",))
    notes = [{"person_id": "7", "note_text": text} for text in ("Lowe came.", "Febrile.")]
    assert ["note_text" in row for row in passed("note", *notes, known=known)] == [False, True]
