"""Cutting must not depend on how the bytes arrive."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.literature import cut as module
from retrieval.literature.cut import Broken, Piece, cut

PIECES = st.sampled_from(
    [
        b"<?xml version='1.0'?>",
        b"<!DOCTYPE PubmedArticleSet [<!ENTITY a '>'>] >",
        b"<!DOCTYPE x>",
        b"<!-- <PubmedArticle> -->",
        b"<PubmedArticleSet>",
        b"</PubmedArticleSet>",
        b"<PubmedArticle>a\n</PubmedArticle>",
        b"<PubmedArticle >b</PubmedArticle\n>",
        b"<PubmedArticle>",
        b"<DeleteCitation />",
        b"<DeleteCitation>c</DeleteCitation>",
        b"junk",
        b"\n ",
        b"<",
    ]
)


class Dripping(io.RawIOBase):
    """A stream that gives `size` bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        self.data, self.size = io.BytesIO(data), size

    def read(self, size: int = -1) -> bytes:
        return self.data.read(self.size)


@given(st.lists(PIECES, max_size=12), st.integers(1, 80))
def test_pieces_are_the_same_however_the_bytes_arrive(parts: list[bytes], size: int) -> None:
    data = b"".join(parts)
    whole = list(cut(io.BytesIO(data)))
    assert list(cut(cast(BinaryIO, Dripping(data, size)))) == whole
    for piece in whole:
        assert piece.line == data[: piece.offset].count(b"\n") + 1
        if isinstance(piece, Piece):
            assert data[piece.offset : piece.offset + len(piece.xml)] == piece.xml


def test_a_record_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RECORD_LIMIT", 2**20)
    data = b"<PubmedArticleSet><PubmedArticle>" + b"x" * 2**22
    stream = io.BytesIO(data)
    (broken,) = cut(stream)
    assert isinstance(broken, Broken)
    assert "no record ends" in broken.message
    assert stream.tell() < 2**21
