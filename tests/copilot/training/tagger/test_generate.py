"""Training texts: labels stand where the slots stood, a seed gives the same texts, held-back names stay out."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tagger_pools import POOLS

from copilot.deid.tagging import LABELS
from copilot.training.tagger import carriers, codes, generate, people, places
from copilot.training.tagger.text import IGNORE, Piece, joined

CARRIERS = carriers.load()


def test_the_same_seed_gives_the_same_texts() -> None:
    first, second, other = (list(generate.examples(CARRIERS, POOLS, 20, seed)) for seed in (1, 1, 2))
    assert first == second != other


def test_every_carrier_can_be_filled_and_its_spans_lie_in_order() -> None:
    random = Random(3)
    for group in CARRIERS.groups.values():
        for carrier in group:
            example = joined(CARRIERS.fill(carrier, random, generate.Case(random, POOLS).slot))
            assert "{" not in example.text
            ends = [0]
            for span in example.spans:
                assert span.start >= ends[-1] and span.end > span.start
                assert span.label in (*LABELS[1:], IGNORE)
                ends.append(span.end)
            assert ends[-1] <= len(example.text)


def test_clean_groups_hold_no_identifier() -> None:
    random = Random(4)
    for name, group in CARRIERS.groups.items():
        for carrier in group:
            example = joined(CARRIERS.fill(carrier, random, generate.Case(random, POOLS).slot))
            assert bool(example.spans) != name.startswith("clean"), (name, carrier)


@given(st.text(alphabet=st.characters(categories=("L",)), min_size=1))
def test_a_name_is_kept_out_whatever_its_case_and_accents(name: str) -> None:
    if people.plain(name).casefold() == people.plain(name.upper()).casefold():
        assert people.kept_out(name) == people.kept_out(name.upper())


def test_about_half_of_all_names_are_kept_out() -> None:
    random = Random(5)
    names = {people.invented(random) for _ in range(2000)}
    assert 0.45 < sum(map(people.kept_out, names)) / len(names) < 0.55


@given(st.integers())
def test_a_title_stays_outside_the_name(seed: int) -> None:
    pieces = people.patient(people.Person("Rosa", "", "Delgado"), "title", Random(seed))
    assert [piece.label for piece in pieces] == [None, None, "NAME"]


@given(st.integers())
def test_an_address_labels_street_town_and_code(seed: int) -> None:
    labels = {piece.label for piece in places.address(Random(seed), POOLS)}
    assert {"ADDRESS", "CITY", "ZIP"} <= labels <= {"ADDRESS", "CITY", "ZIP", IGNORE, None}


@given(st.integers())
def test_dates_and_phones_hold_what_their_labels_say(seed: int) -> None:
    random = Random(seed)
    dated = codes.dated(random, codes.any_date(random))
    assert [piece.label for piece in dated][-1] == "DATE"
    assert any(map(str.isdigit, codes.phone(random)[-1].text))


def test_slots_of_a_list_are_filled_in_turn() -> None:
    made = carriers.parse("== a\n{x} and {y}\n-- x\nfirst {y}\n")
    filled = list(made.fill(made.groups["a"][0], Random(0), lambda name: [Piece(name.upper(), "NAME")]))
    assert joined(filled).text == "first Y and Y"
    assert [span.start for span in joined(filled).spans] == [6, 12]


def test_a_carrier_without_a_heading_is_refused() -> None:
    with pytest.raises(ValueError, match="before the first heading"):
        carriers.parse("{p} slept well")


def test_an_unknown_slot_is_refused() -> None:
    with pytest.raises(ValueError, match="no such slot"):
        generate.Case(Random(0), POOLS).slot("nothing")
