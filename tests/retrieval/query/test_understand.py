"""Other names: what is added, what is left alone, and how a reader sees it."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.query.understand import Query, shown, understand


def names(question: str) -> list[str]:
    return [name for _, name in understand(question).added]


@pytest.mark.parametrize(
    ("question", "added"),
    [
        ("Does AF raise mortality in CKD?", ["atrial fibrillation", "chronic kidney disease"]),
        ("Bleeding on Xarelto", ["rivaroxaban"]),
        ("bleeding on xarelto", ["rivaroxaban"]),
        ("PCSK9 inhibitors after stroke", ["evolocumab", "alirocumab"]),
        ("Are statins safe in pregnancy?", ["atorvastatin", "rosuvastatin", "simvastatin", "pravastatin"]),
    ],
)
def test_other_names_are_added(question: str, added: list[str]) -> None:
    assert names(question) == added


@pytest.mark.parametrize(
    "question",
    [
        "Is obesity a risk factor for death?",
        "What is af?",  # an abbreviation is written as one
        "GAF scores and MICE",  # nor is a part of a word one
        "Chronic kidney disease (CKD) and anaemia",  # it is there already
        "",
    ],
)
def test_a_question_that_has_no_other_name_stays_as_it_is(question: str) -> None:
    assert understand(question) == Query(question)


def test_the_encoder_reads_each_name_behind_its_word() -> None:
    asked = understand("Xarelto for AF")
    assert asked.expanded == "Xarelto (rivaroxaban) for AF (atrial fibrillation)"
    assert asked.names == [["rivaroxaban"], ["atrial fibrillation"]]


def test_a_reader_sees_what_was_searched_for() -> None:
    assert shown(understand("PCSK9 inhibitors")) == ["PCSK9 inhibitors", "PCSK9 inhibitors: evolocumab, alirocumab"]


def test_one_part_alone() -> None:
    question = "Xarelto for AF"
    assert [said for said, _ in understand(question, ("brands",)).added] == ["Xarelto"]
    assert understand(question, ()) == Query(question)


@given(st.text(max_size=80))
def test_the_question_itself_is_never_changed(question: str) -> None:
    asked = understand(question)
    assert asked.text == question
    assert shown(asked)[0] == question


def test_the_tables_are_sound() -> None:
    def table(name: str) -> dict[str, object]:
        return tomllib.loads(files("retrieval.query").joinpath(f"{name}.toml").read_text(encoding="utf-8"))

    for short, long in table("abbreviations").items():
        assert isinstance(long, str) and len(long) > len(short) and short.casefold() != long.casefold()
    brands = [brand.casefold() for brand in table("brands")]
    assert len(brands) == len(set(brands))
    classes = table("classes")["class"]
    assert isinstance(classes, list)
    known = [name.casefold() for row in classes for name in row["names"]]
    assert len(known) == len(set(known)) and all(row["members"] for row in classes)
