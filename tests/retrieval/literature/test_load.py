"""`KIND:WHERE` finds its reader and its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.errors import BadInput
from retrieval.literature.load import Fault, files, load
from retrieval.record import Record

Write = Callable[..., Path]


def ids(spec: str) -> list[str]:
    return [item.id for item in load(spec) if isinstance(item, Record)]


def test_files_lists_and_globs(write: Write, tmp_path: Path) -> None:
    names = ["b.jsonl", "a.jsonl", "with,comma.jsonl"]
    b, a, comma = (write(f'{{"id": "{name}", "text": "x"}}', name) for name in names)
    assert files(f"jsonl:{b},{a}") == [b, a]
    assert ids(f"jsonl:{b},{a}") == ["b.jsonl", "a.jsonl"]
    assert ids(f"jsonl:{tmp_path}/?.jsonl") == ["a.jsonl", "b.jsonl"]
    assert ids(f"jsonl:{b},{tmp_path}/*.jsonl") == ["b.jsonl", "a.jsonl", "with,comma.jsonl"]
    assert files(f"jsonl:{comma}") == [comma]


def test_documents(write: Write, tmp_path: Path) -> None:
    text, meta = write("Sleep.", "d/a.txt"), write("{}", "d/a.meta.json")
    write("x", "d/b.png")
    assert set(files(f"documents:{tmp_path}/d")) == {text, meta}
    assert ids(f"documents:{tmp_path}/d") == ["doc:a.txt#part-1"]


def test_the_next_file_is_read_after_a_broken_one(write: Write, tmp_path: Path) -> None:
    bad, good = write("<html/>", "1.xml"), write("<PubmedArticleSet></PubmedArticleSet>", "2.xml")
    (fault,) = load(f"medline:{bad},{good}")
    assert isinstance(fault, Fault)
    assert fault.file == str(bad)


@pytest.mark.parametrize(
    "spec", ["", "medline", "medline:", "pdf:x", "x.xml", "medline:none.xml", "jsonl:none*.jsonl", "documents:none"]
)
def test_bad_specs_are_refused_at_once(spec: str) -> None:
    for function in (load, files):
        with pytest.raises(BadInput) as error:
            function(spec)
        assert error.value.next_step
        assert error.value.exit_code == 2


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match=r"medline.*documents.*jsonl"):
        load("pdf:x")
