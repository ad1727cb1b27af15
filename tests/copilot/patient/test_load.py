"""Broken bytes: a typed error each, and not a word of the record in it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.patient import load
from copilot.patient.errors import RecordTooLarge, RecordUnreadable
from copilot.patient.load import parse, read_file
from retrieval.errors import Problem

SECRET = "Quillonetta"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (f'{{"family": "{SECRET}"'.encode(), "line 1, column"),
        (f'{{"family": "{SECRET}" "x": 1}}'.encode(), "not valid JSON"),
        (f'{{"family": "{SECRET}"}}'.encode("utf-16"), "UTF-16"),
        (f'{{"family": "{SECRET} é"}}'.encode("latin-1"), "not valid UTF-8 at byte"),
        (f'{{"family": "{SECRET} é'.encode() + 'é"}'.encode("latin-1"), "not valid UTF-8 at byte"),
        (f'{{"family": "{SECRET}\0"}}'.encode(), "null character"),
        (f'{{"family": "{SECRET}\\u0000"}}'.encode(), "null character"),
        (f'{{"family": "{SECRET}", "v": NaN}}'.encode(), "NaN"),
        (f'{{"family": "{SECRET}", "v": {"9" * 5000}}}'.encode(), "number"),
        (("[" * 200_000 + f'"{SECRET}"').encode(), "nested too deeply"),
        (gzip.compress(f'{{"family": "{SECRET}"}}'.encode())[:-12], "cannot be unpacked"),
        (b"\x1f\x8bnot gzip", "cannot be unpacked"),
        (b"", "not valid JSON"),
    ],
)
def test_each_fault_is_named_and_nothing_is_quoted(data: bytes, says: str) -> None:
    with pytest.raises(RecordUnreadable, match=says) as caught:
        parse(data)
    assert SECRET not in str(caught.value)
    assert caught.value.exit_code == 2
    # the parsers' own errors hold the document; a traceback must not show them
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("packed", [False, True])
def test_a_record_over_the_limit_is_refused_unpacked_or_not(packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "MAX_BYTES", 1000)
    data = json.dumps({"note": SECRET * 500}).encode()
    with pytest.raises(RecordTooLarge) as caught:
        parse(gzip.compress(data) if packed else data)
    assert SECRET not in str(caught.value)


def test_fifty_megabytes_are_refused_without_being_parsed(tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    with file.open("wb") as out:
        out.write(b'{"resourceType": "Bundle", "id": "')
        out.truncate(50 * 2**20)
    with pytest.raises(RecordTooLarge):
        read_file(file)


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(RecordUnreadable, match="FileNotFoundError"):
        read_file(tmp_path / f"{SECRET}.json")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_plain_and_gzip_with_or_without_a_byte_order_mark(pack: type[bytes]) -> None:
    assert parse(pack(b'{"a": "\xc3\xa9"}')) == {"a": "é"}
    assert parse(pack(b'\xef\xbb\xbf{"a": 1}')) == {"a": 1}


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_a_problem(data: bytes) -> None:
    try:
        parse(data)
    except Problem as problem:
        assert problem.what
