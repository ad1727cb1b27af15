"""Marked texts: marks become spans, variants keep words without a mark, and what is changed keeps its shape."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tagger_pools import POOLS

from copilot.deid.tagging import LABELS
from copilot.training.tagger import marked
from copilot.training.tagger.text import joined

SOURCE = (
    "Is Entresto safe for [[NAME|Okafor, Nia]] (MRN [[ID|AB-48213]], born [[DATE|03/14/1961]])? [[NAME|Okafor]] is "
    "[[AGE|93]], lives at [[ADDRESS|9 Quay Lane]], [[CITY|Poole]] and is seen at [[FACILITY|St. Brigid's]]."
)
TEXT = marked.parse(SOURCE, notes=False)[0]


def test_a_mark_becomes_a_span() -> None:
    example = joined(TEXT)
    assert "[[" not in example.text and "]]" not in example.text
    assert [(span.label, example.text[span.start : span.end]) for span in example.spans][:3] == [
        ("NAME", "Okafor, Nia"),
        ("ID", "AB-48213"),
        ("DATE", "03/14/1961"),
    ]


def test_notes_are_parted_by_a_line_of_equals_signs() -> None:
    assert len(marked.parse("one\ntwo\n=====\nthree\n", notes=True)) == 2
    assert len(marked.parse("one\ntwo\n\nthree\n", notes=False)) == 3


@given(st.integers())
def test_what_has_no_mark_stays(seed: int) -> None:
    changed = list(marked.Variant(Random(seed), POOLS).of(TEXT))
    assert [piece for piece in changed if piece.label is None] == [piece for piece in TEXT if piece.label is None]
    assert [piece.label for piece in changed] == [piece.label for piece in TEXT]
    assert all(piece.text for piece in changed)


@given(st.integers())
def test_a_word_that_comes_twice_is_changed_alike(seed: int) -> None:
    names = [piece.text for piece in marked.Variant(Random(seed), POOLS).of(TEXT) if piece.label == "NAME"]
    assert names[0].startswith(f"{names[1]}, ")


@given(st.integers())
def test_codes_keep_their_shape_and_dates_stay_dates(seed: int) -> None:
    changed = {piece.label: piece.text for piece in marked.Variant(Random(seed), POOLS).of(TEXT)}
    assert [mark.isdigit() for mark in changed["ID"]] == [mark.isdigit() for mark in "AB-48213"]
    parts = [int(part) for part in changed["DATE"].split("/")] if changed["DATE"].count("/") == 2 else [1, 1, 2000]
    assert all(part > 0 for part in parts)


def test_the_first_round_gives_the_texts_as_they_were_written() -> None:
    made = list(marked.variants([TEXT], POOLS, 3, seed=7))
    assert made[0].text.casefold() == joined(TEXT).text.casefold()
    assert made == list(marked.variants([TEXT], POOLS, 3, seed=7)) != list(marked.variants([TEXT], POOLS, 3, seed=8))


@pytest.mark.parametrize("text", marked.load(), ids=range(len(marked.load())))
def test_every_shipped_text_is_whole(text: marked.Text) -> None:
    example = joined(text)
    assert "[[" not in example.text and "]]" not in example.text
    assert all(span.label in LABELS[1:] for span in example.spans)
    assert all(example.text[span.start : span.end].strip() for span in example.spans)
