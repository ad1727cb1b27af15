"""Queries for people like this one, from the narrowest to the widest."""

from __future__ import annotations

from vocabularies import SmallVocabulary

from retrieval.cohort.asked import read
from retrieval.cohort.candidates import Candidate, candidates
from retrieval.cohort.concepts import Resolver
from retrieval.subject import Subject, Term

SUBJECT = Subject(
    age=78,
    sex="female",
    conditions=(Term(text="atrial fibrillation"), Term(text="heart failure"), Term(text="left-handedness")),
)


def made(question: str, subject: Subject = SUBJECT) -> list[Candidate]:
    resolver = Resolver(SmallVocabulary())
    return candidates(read(question, resolver), subject, resolver)


def test_each_step_gives_up_one_thing_and_says_so() -> None:
    found = made("What is the risk of stroke in atrial fibrillation within 5 years?")
    assert [(one.query.min_age, one.query.max_age, one.query.sex) for one in found] == [
        (73, 83, "female"),
        (73, 83, "female"),
        (68, 88, "female"),
        (68, 88, None),
        (None, None, None),
    ]
    assert [len(one.query.index_event["InclusionRules"]) for one in found] == [1, 0, 0, 0, 0]
    assert (
        found[0].query.population
        == "women aged 73 to 83 with a first record of atrial fibrillation and heart failure"
    )
    assert found[0].widened == ()
    assert [len(one.widened) for one in found] == [0, 1, 2, 3, 4]
    assert len({one.query.hash for one in found}) == 5


def test_the_patients_own_condition_stands_in_where_the_question_names_none() -> None:
    assert "atrial fibrillation" in made("What is her risk of stroke?")[0].query.population
    assert made("What is her risk of stroke?", Subject()) == []


def test_an_age_of_ninety_has_no_upper_bound() -> None:
    found = made("What is the risk of death in atrial fibrillation?", Subject(age=90))
    assert [(one.query.min_age, one.query.max_age) for one in found] == [(85, None), (80, None), (None, None)]


def test_no_outcome_no_query_and_readmission_is_left_to_named_definitions() -> None:
    assert made("Does warfarin help in atrial fibrillation?") == []
    assert made("What predicts readmission in heart failure?") == []
