"""The test family: its gold is right, and it shares nothing with the others. Failures name documents, not texts."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.deid.types import Label
from evals.deid.document import NEUTRAL, Document, Piece, assemble
from evals.deid.grammar import expand
from evals.deid.notes import grammar, notes, queries
from evals.deid.unseen import Cast, codes, dates, people, places
from evals.deid.unseen.words import words
from evals.deid.vocabulary import FAMILIES, vocabulary

TEXTS = notes("test", 600) + queries("test", 300)
LOOKS_LIKE_ONE = re.compile(r"\d{6}|@|https?:|\d/\d+/\d\d|\d[-. ](?:jan|feb|oct|nov|dec)\b", re.IGNORECASE)
PLAIN = [document for document in TEXTS if document.kind.split()[-1] not in ("fax", "broken")]


def outside(document: Document) -> str:
    """The text with its marked spans cut out."""
    cut, at = [], 0
    for span in sorted((*document.gold, *document.neutral), key=lambda span: span.start):
        cut.append(document.text[at : span.start])
        at = span.end
    return " \x00 ".join([*cut, document.text[at:]])


def test_spans_are_exact_and_apart() -> None:
    for document in TEXTS:
        spans = sorted((*document.gold, *document.neutral), key=lambda span: span.start)
        assert all(before.end <= after.start for before, after in pairwise(spans)), document.id
        values = [document.text[span.start : span.end] for span in document.gold]
        assert all(value == value.strip() and any(map(str.isalnum, value)) for value in values), document.id
        assert {span.label for span in document.gold} <= set(get_args(Label)), document.id


def test_gold_is_what_the_slots_were_filled_with() -> None:
    source = grammar("test")
    for index, template in enumerate((*source.notes, *source.notes)):
        cast = Cast(Random(index))
        filled: list[Piece] = []

        def slot(name: str, cast: Cast = cast, filled: list[Piece] = filled) -> list[Piece]:
            pieces = cast.slot(name)
            filled.extend(piece for piece in pieces if piece.label not in (None, NEUTRAL))
            return pieces

        text, gold, _ = assemble(expand(template.text, source, Random(index), slot))
        assert [(text[span.start : span.end], span.label) for span in gold] == [(p.text, p.label) for p in filled]


def test_no_slot_stays_open_and_no_identifier_stands_unmarked() -> None:
    clean = outside_words()
    for document in PLAIN:
        rest = outside(document)
        assert not re.search(r"[{}]", rest), document.id
        assert not LOOKS_LIKE_ONE.search(rest), document.id
        for name in (*document.known.names, *document.known.relatives, *document.known.providers):
            parts = {part for part in re.findall(r"\w{4,}", name.casefold()) if part not in clean}
            assert parts.isdisjoint(re.findall(r"\w+", rest.casefold())), document.id


def outside_words() -> set[str]:
    """Words of templates and clean lines."""
    source = grammar("test")
    lines = [note.text for note in source.notes] + [line for lines in source.symbols.values() for line in lines]
    return {word for line in lines for word in re.findall(r"\w+", re.sub(r"\{[^}]*\}", " ", line).casefold())}


def test_size_and_breadth() -> None:
    assert len({document.text for document in TEXTS}) == len(TEXTS)
    assert sum(len(document.gold) for document in TEXTS) > 5000
    assert len({span.label for document in TEXTS for span in document.gold}) >= 20
    assert len({document.kind.split()[0] for document in TEXTS}) >= 40
    asked = queries("test", 100)
    assert sum(not query.gold for query in asked) == 50


def test_another_seed_gives_other_notes() -> None:
    assert notes("test", 50) == notes("test", 50)
    first, second = ({note.text for note in notes("test", 50, seed)} for seed in (1, 2))
    assert first.isdisjoint(second)


def test_no_template_and_no_line_of_the_development_families_comes_back() -> None:
    mine = grammar("test")
    for family in FAMILIES:
        other = grammar(family)
        assert {note.text for note in mine.notes}.isdisjoint(note.text for note in other.notes)
        shared = ({line for lines in one.symbols.values() for line in lines if " " in line} for one in (mine, other))
        assert len(set.intersection(*shared)) <= 6  # names of a disease or a sign have one form


def test_most_names_and_places_stand_in_no_development_family() -> None:
    seen: set[str] = set()
    for family in FAMILIES:
        one = vocabulary(family)
        for kind in (one.given, one.surnames, one.foreign_given, one.foreign_surnames, one.word_surnames, one.towns):
            seen.update(word.casefold() for word in kind)
    own = words()
    surnames = [*own.surnames, *own.word_surnames, *(name for one in own.cultures for name in one.surnames)]
    towns = [*own.small_towns, *own.ordinary_towns]
    assert sum(name.casefold() in seen for name in surnames) < 0.25 * len(surnames)
    assert sum(town.casefold() in seen for town in towns) < 0.15 * len(towns)


@given(st.integers(0, 2**32), st.sampled_from(sorted(set(dates.FORMS))))
def test_every_form_of_a_date_has_gold(seed: int, form: str) -> None:
    random = Random(seed)
    gold = [piece for piece in dates.dated(dates.any_date(random), form, random) if piece.label == "DATE"]
    assert 1 <= len(gold) <= 2
    assert not any(re.fullmatch(r"(19|20)\d\d", piece.text) for piece in gold)


@given(st.integers(0, 2**32), st.sampled_from(codes.KINDS))
def test_shapes_are_filled(seed: int, kind: str) -> None:
    *name, piece = codes.code(kind, Random(seed))
    assert {part.label for part in name} <= {NEUTRAL}
    assert not set(piece.text) & set("#@%|")
    assert "N##" not in piece.text


@given(st.integers(0, 2**32))
def test_ages_over_89_are_gold_and_others_are_not(seed: int) -> None:
    random = Random(seed)
    assert [piece.label for piece in dates.age(random)] == [None]
    assert sum(piece.label == "AGE" for piece in dates.age90(random)) == 1


@given(st.integers(0, 2**32))
def test_addresses_hold_street_and_town(seed: int) -> None:
    labels = [piece.label for piece in places.address(Random(seed), words())]
    assert {"ADDRESS", "CITY", "ZIP"} <= set(labels)


def test_an_unknown_form_or_slot_is_an_error() -> None:
    random = Random(0)
    with pytest.raises(ValueError, match="no such slot"):
        Cast(random).slot("moon")
    with pytest.raises(ValueError, match="no such form"):
        people.written(people.person(random, words()), "moon", random)
    with pytest.raises(ValueError, match="no such form"):
        dates.dated(dates.any_date(random), "moon", random)
