"""Chunks: what must hold of any text, and the cuts that a reader would expect."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.chunk import chunk
from retrieval.sentences import split


def words(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\w{1,4}|[^\w\s]", text)]  # long words in several pieces


def cut(text: str, limit: int) -> list[str]:
    return [text[start:end] for start, end in chunk(split(text), words(text), limit)]


def test_whole_sentences_as_long_as_they_fit() -> None:
    assert cut("One two. Six ten. Red tea.", 6) == ["One two. Six ten.", "Red tea."]


def test_a_long_sentence_is_cut_between_words() -> None:
    assert cut("It was. A considerable improvement came.", 4) == ["It was.", "A considerable", "improvement", "came."]


def test_a_long_word_is_cut_too() -> None:
    assert cut("aaaabbbbccccdddd", 2) == ["aaaabbbb", "ccccdddd"]


def test_text_that_fits_is_one_chunk() -> None:
    assert cut("One two. Six ten.", 100) == ["One two. Six ten."]


def test_nothing_gives_nothing() -> None:
    assert chunk([], [], 10) == []


texts = st.text(st.sampled_from("ab Cd. ?\n(1)é"), max_size=300) | st.text(max_size=100)


@given(texts, st.integers(1, 30))
def test_any_text(text: str, limit: int) -> None:
    sentences, pieces = split(text), words(text)
    chunks = chunk(sentences, pieces, limit)
    for start, end in chunks:
        assert start < end
        assert sum(start <= piece < end for piece, _ in pieces) <= limit
    assert all(end <= start for (_, end), (start, _) in pairwise(chunks))
    for start, end in sentences:  # no sentence is lost, not even in part
        covered = "".join(text[max(start, a) : min(end, b)] for a, b in chunks)
        assert "".join(covered.split()) == "".join(text[start:end].split())


@given(texts, st.integers(1, 30))
def test_only_a_long_sentence_is_cut(text: str, limit: int) -> None:
    sentences, pieces = split(text), words(text)
    chunks = chunk(sentences, pieces, limit)
    for start, end in sentences:
        if sum(start <= piece < end for piece, _ in pieces) <= limit:
            assert any(a <= start and end <= b for a, b in chunks)
