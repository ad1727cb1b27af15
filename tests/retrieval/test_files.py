"""Files that appear whole or not at all."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from retrieval.files import clear, whole


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "a.txt"
    with whole(target) as part:
        part.write_text("first")
        assert not target.exists()
    with pytest.raises(ZeroDivisionError), whole(target) as part:
        part.write_text("half")
        part.with_name(part.name + ".wal").write_text("of a database")
        part.with_name(part.name + ".spill").mkdir()
        raise ZeroDivisionError
    assert [file.name for file in target.parent.iterdir()] == ["a.txt"] and target.read_text() == "first"


def test_two_writers_do_not_write_into_each_others_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    context = multiprocessing.get_context("spawn")
    with whole(target) as part:
        part.write_text("the first")
        other = context.Process(target=_write, args=(target,))
        other.start()
        other.join()
        assert target.read_text() == "the second, longer"
    assert target.read_text() == "the first" and len(list(tmp_path.iterdir())) == 1


def test_what_a_killed_writer_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in (".a.txt.7.part", "deep/.b.8.part", "kept.part", "a.txt"):
        (tmp_path / name).write_text("")
    clear([tmp_path, tmp_path / "not there"])
    assert sorted(file.name for file in tmp_path.rglob("*.*")) == ["a.txt", "kept.part"]


def _write(target: Path) -> None:
    with whole(target) as part:
        part.write_text("the second, longer")
