"""Cutting a PubMed XML stream into its records, so that damage costs one record and memory stays flat.

An XML parser gives up on the whole rest of a file at the first error. The records of NLM's files stand side by side
below one root, so they are cut out by their tags first and parsed one at a time. The DOCTYPE is skipped, never
interpreted: no entity is defined and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from retrieval.literature.streams import READ_ERRORS, explain, read_some

RECORD_LIMIT = 64 * 2**20
"""Longest stretch, in bytes, that may pass without the end of a record."""

_CHUNK = 2**18
_OVERLAP = 64  # longest tag name that may straddle two reads, with room to spare

_SETS = rb"(?:PubmedArticleSet|PubmedBookArticleSet|MedlineCitationSet)"
_RECORDS = (b"PubmedArticle", b"PubmedBookArticle", b"MedlineCitation", b"DeleteCitation", b"DeleteDocument")
# every alternative behind one "<": the search then jumps from tag to tag
_TOKEN = re.compile(
    rb"<(?:(?P<instruction>\?)|(?P<comment>!--)|(?P<doctype>!DOCTYPE)"
    rb"|(?P<root>%(sets)b(?=[\s>]))|(?P<close>/%(sets)b(?=[\s>]))"
    rb"|(?P<empty>(?:%(records)b)\s*/>)|(?P<record>%(records)b)(?=[\s>]))"
    % {b"sets": _SETS, b"records": b"|".join(_RECORDS)}
)
_END = {
    "instruction": re.compile(rb"\?>"),
    "comment": re.compile(rb"-->"),
    "doctype": re.compile(rb"[\[>]"),
    "root": re.compile(rb">"),
    "close": re.compile(rb">"),
    "empty": re.compile(rb">"),
}
_SUBSET_END = re.compile(rb"\]\s*>")
# the next record or the end of the root: the record before it was never closed
_RECORD_END = {tag: re.compile(rb"<(?:(?P<end>/%b\s*>)|%b[\s>]|/%b[\s>])" % (tag, tag, _SETS)) for tag in _RECORDS}
_BOM = b"\xef\xbb\xbf"


class Piece(NamedTuple):
    """One complete element. `line` (from 1) and `offset` (bytes) are of its start in the unpacked file."""

    line: int
    offset: int
    tag: str
    xml: bytes


class Broken(NamedTuple):
    """A stretch that is no record, or the place where reading ended too early."""

    line: int
    offset: int
    message: str


def cut(stream: BinaryIO) -> Iterator[Piece | Broken]:
    """The records of a PubMed file in order, and a `Broken` for everything that should not be there."""
    window = _Window(stream)
    root_open = recognised = False
    while (token := window.search(_TOKEN, skip=0)) is not None:
        if window.text_before(token.start()):
            yield window.broken("there is text here that belongs to no record")
        window.advance(token.start())
        kind = token.lastgroup or ""
        recognised |= kind in ("root", "record", "empty")
        if kind == "record":
            piece = _record(window, token["record"])
            if piece is None:
                break
            yield piece
        elif not _skip(window, kind):
            break
        if kind in ("root", "close"):
            root_open = kind == "root"
    ending = _ending(window, root_open, recognised)
    if ending:
        yield window.broken(ending)


def _record(window: _Window, tag: bytes) -> Piece | Broken | None:
    """The record that starts at the window's position; None if the file ends inside it."""
    end = window.search(_RECORD_END[tag], skip=len(tag) + 1)
    if end is None:
        return None
    if end["end"] is None:
        piece: Piece | Broken = window.broken(f"the record has no end tag </{tag.decode()}>")
        window.advance(end.start())
    else:
        piece = Piece(window.line, window.offset, tag.decode(), window.until(end.end()))
        window.advance(end.end())
    return piece


def _skip(window: _Window, kind: str) -> bool:
    end = window.search(_END[kind])
    if end is not None and end.group() == b"[":
        end = window.search(_SUBSET_END)
    if end is None:
        return False
    window.advance(end.end())
    return True


def _ending(window: _Window, root_open: bool, recognised: bool) -> str:
    """Why the file does not end where it should, or nothing."""
    rest = window.rest().removeprefix(_BOM).lstrip()
    if window.error:
        return window.error
    if not recognised:
        start = rest[:60].decode("utf-8", "replace")
        return f"this is not PubMed XML: it begins with {start!r}" if start else "there are no records in this file"
    if len(rest) > RECORD_LIMIT:
        return f"no record ends within {RECORD_LIMIT // 2**20} MiB from here"
    if rest:
        return "the file ends inside an element or with stray text"
    return "the file ends before its root element does" if root_open else ""


class _Window:
    """The part of a stream that is being looked at. Positions are indices into it, until the next `search`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._data, self._at, self._ended = stream, b"", 0, False
        self.line, self.offset, self.error = 1, 0, ""

    def search(self, pattern: re.Pattern[bytes], skip: int = 1) -> re.Match[bytes] | None:
        """First match at least `skip` bytes on; None if the stream ends or `RECORD_LIMIT` is passed before it."""
        start = self._at + skip
        while True:
            match = pattern.search(self._data, start)
            settled = match is not None and match.end() < len(self._data) - _OVERLAP  # more text could change it
            if settled or self._ended or len(self._data) - self._at > RECORD_LIMIT:
                return match
            resume = match.start() if match else max(start, len(self._data) - _OVERLAP)
            start = resume - self._at
            self._grow()

    def _grow(self) -> None:
        try:
            more = read_some(self._stream, _CHUNK)
        except READ_ERRORS as error:
            self.error, more = explain(error), b""
        self._ended = not more
        self._data, self._at = self._data[self._at :] + more, 0

    def advance(self, to: int) -> None:
        self.line += self._data.count(b"\n", self._at, to)
        self.offset += to - self._at
        self._at = to

    def until(self, end: int) -> bytes:
        return self._data[self._at : end]

    def rest(self) -> bytes:
        return self._data[self._at :]

    def text_before(self, end: int) -> bool:
        return bool(self.until(end).removeprefix(_BOM).strip())

    def broken(self, message: str) -> Broken:
        return Broken(self.line, self.offset, message)
