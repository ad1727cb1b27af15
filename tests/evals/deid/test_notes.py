from __future__ import annotations

import re
from dataclasses import fields
from itertools import pairwise
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.deid.types import Label
from evals.deid import codes, dates
from evals.deid.cast import Cast
from evals.deid.document import Piece, Span, assemble
from evals.deid.notes import grammar, notes, queries
from evals.deid.vocabulary import FAMILIES, Family, Vocabulary, family_of, vocabulary

FAMILY = pytest.mark.parametrize("family", FAMILIES)


@FAMILY
def test_the_same_seed_gives_the_same_notes(family: Family) -> None:
    assert notes(family, 80) == notes(family, 80)
    assert notes(family, 80)[:40] == notes(family, 40)
    assert notes(family, 5, seed=1) != notes(family, 5, seed=2)


@FAMILY
def test_a_thousand_notes_of_a_family_differ(family: Family) -> None:
    assert len({note.text for note in notes(family, 1000)}) == 1000


@FAMILY
def test_gold_spans_are_exact(family: Family) -> None:
    for note in notes(family, 400) + queries(family, 100):
        spans = sorted((*note.gold, *note.neutral), key=lambda span: span.start)
        for before, after in pairwise(spans):
            assert before.end <= after.start
        for span in note.gold:
            value = note.text[span.start : span.end]
            assert value == value.strip()
            assert any(letter.isalnum() for letter in value)


@FAMILY
def test_every_identifier_carries_a_category_of_the_contract(family: Family) -> None:
    found = {span.label for note in notes(family, 600) for span in note.gold}
    assert found <= set(get_args(Label))
    assert len(found) >= 18


@FAMILY
def test_known_names_stand_in_the_text_under_gold(family: Family) -> None:
    checked = 0
    for note in notes(family, 200):
        for name in (*note.known.names, *note.known.relatives):
            for match in re.finditer(rf"\b{re.escape(name)}\b", note.text):
                checked += 1
                assert any(span.start < match.end() and match.start() < span.end for span in note.gold)
    assert checked > 50


@FAMILY
def test_queries_are_half_clean_and_short(family: Family) -> None:
    made = queries(family, 200)
    assert sum(not query.gold for query in made) == 100
    assert max(len(query.text) for query in made) < 300


def test_families_share_no_word() -> None:
    both = [vocabulary(family) for family in FAMILIES]
    for field in fields(Vocabulary):
        if field.name != "family":
            first, second = (set(getattr(words, field.name)) for words in both)
            assert first
            assert second
            assert first.isdisjoint(second)
    names = [{*v.given, *v.surnames, *v.foreign_given, *v.foreign_surnames} for v in both]
    assert {name.casefold() for name in names[0]}.isdisjoint(name.casefold() for name in names[1])


def test_families_share_no_template_and_no_clean_wording() -> None:
    first, second = (grammar(family) for family in FAMILIES)
    assert {note.text for note in first.notes} & {note.text for note in second.notes} <= {"{query}"}
    for name in first.symbols.keys() & second.symbols.keys():
        assert set(first.symbols[name]).isdisjoint(second.symbols[name])


def test_hard_names_of_the_issue_occur() -> None:
    names = {name for family in FAMILIES for name in vocabulary(family).word_surnames}
    assert {"Parkinson", "Down", "Foley", "Hope", "Young", "May", "Still", "Star"} <= names


@given(st.text(min_size=1))
def test_accents_and_case_do_not_change_the_family(word: str) -> None:
    assert family_of(word) == family_of(word) in FAMILIES
    assert family_of("Müller") == family_of("MULLER")


@given(st.integers(0, 2**32), st.sampled_from(sorted(set(dates.FORMS))))
def test_every_form_of_a_date_has_one_or_two_gold_pieces(seed: int, form: str) -> None:
    random = Random(seed)
    pieces = dates.dated(dates.any_date(random), form, random)
    gold = [piece for piece in pieces if piece.label == "DATE"]
    assert 1 <= len(gold) <= 2
    assert not any(re.fullmatch(r"(19|20)\d\d", piece.text) for piece in gold)


@given(st.integers(0, 2**32), st.sampled_from(codes.KINDS))
def test_shapes_of_codes_are_filled(seed: int, kind: str) -> None:
    (piece,) = codes.code(kind, Random(seed))
    assert not set(piece.text) & set("#@%")


@given(st.integers(0, 2**32))
def test_ages_over_89_are_gold_and_others_are_not(seed: int) -> None:
    random = Random(seed)
    assert [piece.label for piece in dates.age(random)] == [None]
    number, _ = dates.age90(random)
    assert number.label == "AGE"
    assert not number.text.isdigit() or int(number.text) >= 90


def test_an_unknown_slot_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such slot"):
        Cast(Random(0), vocabulary("dev-a")).slot("moon")


def test_pieces_become_spans() -> None:
    assert assemble([Piece("Dr ", "NEUTRAL"), Piece("May", "NAME"), Piece(" ok")]) == (
        "Dr May ok",
        (Span(3, 6, "NAME"),),
        (Span(0, 3, "NEUTRAL"),),
    )
