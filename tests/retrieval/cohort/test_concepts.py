"""Words to concepts: exact or asked back."""

from __future__ import annotations

import tomllib
from itertools import combinations

import pytest
from vocabularies import SmallVocabulary

from retrieval.cohort import concepts
from retrieval.cohort.concepts import Doubtful, Resolved, Resolver, Unknown, fold, meanings_of
from retrieval.subject import Term


@pytest.fixture
def resolver() -> Resolver:
    return Resolver(SmallVocabulary())


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Atrial fibrillation", "Atrial fibrillation"),
        ("atrial  FIBRILLATION", "Atrial fibrillation"),
        ("afib", "Atrial fibrillation"),
        ("AF", "Atrial fibrillation"),
        ("heart attack", "Myocardial infarction"),
        ("MI", "Myocardial infarction"),
        ("stroke", "Cerebrovascular accident"),
        ("Stroke NOS", "Cerebrovascular accident"),
        ("GI bleed", "Gastrointestinal hemorrhage"),
        ("COPD", "Chronic obstructive lung disease"),
        ("Celebrex", "celecoxib"),
        ("Parkinson's disease", "Parkinson's disease"),
        ("Parkinson disease", "Parkinson's disease"),
    ],
)
def test_names_aliases_and_icd_inclusion_terms_are_found(resolver: Resolver, words: str, name: str) -> None:
    found = resolver.words(words)
    assert isinstance(found, Resolved)
    assert [concept.name for concept in found.concepts] == [name]


@pytest.mark.parametrize("words", ["mi", "as", "it", "anem", "fibrillation", "myocardial", "arin", "vera"])
def test_a_part_of_a_name_or_an_english_word_is_never_taken_for_one(resolver: Resolver, words: str) -> None:
    assert isinstance(resolver.words(words), Unknown)


def test_an_abbreviation_of_two_things_is_asked_back(resolver: Resolver) -> None:
    found = resolver.words("MS")
    assert found == Doubtful(term="MS", choices=("mitral stenosis", "multiple sclerosis"))


def test_an_unknown_term_names_what_is_near_and_takes_none_of_it(resolver: Resolver) -> None:
    assert resolver.words("renal tuberculosis") == Unknown(term="renal tuberculosis", near=("Renal impairment",))


def test_a_code_goes_before_the_words(resolver: Resolver) -> None:
    coded = Term(text="see note", system="http://snomed.info/sct", code="49436004")
    found = resolver.term(coded)
    assert isinstance(found, Resolved)
    assert found.concepts[0].name == "Atrial fibrillation"
    assert found.how == "SNOMED 49436004"
    assert isinstance(resolver.term(coded.model_copy(update={"code": "0"})), Unknown)


def test_mentions_take_the_longest_and_leave_ordinary_words(resolver: Resolver) -> None:
    question = "As we know, is chronic obstructive pulmonary disease worse than MI, or MS?"
    found = [(question[start:end], type(one)) for start, end, one in resolver.mentions(question)]
    assert found == [("chronic obstructive pulmonary disease", Resolved), ("MI", Resolved), ("MS", Doubtful)]


def test_every_alias_is_unambiguous_or_a_known_abbreviation() -> None:
    table = tomllib.loads(concepts._ALIASES.read_text(encoding="utf-8"))
    lines = [{fold(name): name for name in names} for names in (*table["conditions"], *table["drugs"])]
    shared = {one[name] for one, other in combinations(lines, 2) for name in one.keys() & other.keys()}
    assert {name for name in shared if not name.isupper()} == set()
    assert all(len(meanings_of(name)) > 1 for name in shared)
