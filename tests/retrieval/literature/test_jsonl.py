"""JSON lines: what is given is kept to the letter; a bad line costs one line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.literature.items import Fault
from retrieval.literature.jsonl import read_jsonl
from retrieval.record import Record

Write = Callable[..., Path]


def test_fields(write: Write) -> None:
    line = {"id": 7, "title": "T", "text": " a\n b ", "year": 2020, "pmid": 12, "doi": "10.1/x", "language": "eng"}
    (record,) = read_jsonl(write(json.dumps({**line, "publication_types": ["Review"], "other": 1})))
    assert isinstance(record, Record)
    assert (record.id, record.title, record.text, record.year) == ("7", "T", " a\n b ", 2020)
    assert (record.source.pmid, record.source.doi) == ("12", "10.1/x")
    assert record.source.url == "https://pubmed.ncbi.nlm.nih.gov/12/"
    assert (record.language, record.design) == ("eng", "review")


def test_url_of_a_doi(write: Write) -> None:
    (record,) = read_jsonl(write('{"id": "a", "text": "b", "doi": "10.1/x"}'))
    assert isinstance(record, Record)
    assert record.source.url == "https://doi.org/10.1/x"


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b"[]",
        b'{"id": "x"}',
        b'{"text": "x"}',
        b'{"id": "", "text": "x"}',
        b'{"id": "x", "text": 3.5, "year": "soon"}',
        b'{"id": "x", "text": "\\ud800"}',
        b'{"id": "x", "text": "caf\xe9"}',
    ],
)
def test_a_bad_line_costs_one_line(write: Write, bad: bytes) -> None:
    path = write(b'\xef\xbb\xbf{"id": "1", "text": "x"}\n\n' + bad + b'\n{"id": "2", "text": "y"}\r\n')
    first, fault, second = read_jsonl(path)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.id, second.id) == ("1", "2")
    assert isinstance(fault, Fault)
    assert (fault.file, fault.position, fault.last_good) == (str(path), "line 3", "1")


def test_truncated_gzip_keeps_what_was_read(write: Write) -> None:
    lines = b"".join(b'{"id": "%d", "text": "%s"}\n' % (n, str(hash((n, n))).encode()) for n in range(5000))
    packed = gzip.compress(lines)
    assert len(list(read_jsonl(write(packed)))) == 5000
    items = list(read_jsonl(write(packed[: len(packed) // 2])))
    assert len(items) > 1000
    assert isinstance(items[-1], Fault)
    assert not any(isinstance(item, Fault) for item in items[:-1])


def test_missing_file(tmp_path: Path) -> None:
    (fault,) = read_jsonl(tmp_path / "none.jsonl")
    assert isinstance(fault, Fault)


@given(st.text(alphabet=st.characters(codec="utf-8")), st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_text_and_id_are_never_rewritten(tmp_path_factory: pytest.TempPathFactory, text: str, name: str) -> None:
    path = tmp_path_factory.mktemp("jsonl") / "one.jsonl"
    path.write_bytes(json.dumps({"id": name, "text": text}, ensure_ascii=False).encode())
    (record,) = read_jsonl(path)
    assert isinstance(record, Record)
    assert (record.id, record.text) == (name, text)
