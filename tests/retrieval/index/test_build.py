"""Building: what is kept, what is left out, what a person is told, and that it goes on where it was cut."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import BadInput, IndexBusy, Problem
from retrieval.index import Index, build, verify
from retrieval.index.encode import passages
from retrieval.index.folder import writing
from retrieval.index.vectors import Shards
from retrieval.record import Record

SCRIPT = Path(__file__).with_name("killed_build.py")
Jsonl = Callable[..., str]


class Listening:
    def __init__(self) -> None:
        self.stages: list[tuple[str, int | None]] = []
        self.notes: list[str] = []
        self.done = 0

    def start(self, stage: str, total: int | None) -> None:
        self.stages.append((stage, total))
        self.done = 0

    def advance(self, n: int = 1) -> None:
        self.done += n

    def note(self, message: str) -> None:
        self.notes.append(message)


def kill_midway(command: str, source: str, out: Path, after: int) -> None:
    """Start a build, and kill -9 it once it has encoded `after` texts."""
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), command, source, str(out), str(after)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdout.readline() == "waiting\n"
    process.kill()
    process.wait()
    process.stdout.close()


def test_manifest_says_what_is_inside(tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any) -> None:
    manifest = build([jsonl(corpus)], tmp_path / "index", encoder)
    assert manifest.counts.records == 40 and manifest.counts.chunks >= 40 and manifest.counts.faults == 0
    assert manifest.corpus[0].source == "jsonl" and manifest.corpus[0].records == 40
    assert manifest.corpus[0].files[0].name == "documents.jsonl"
    assert manifest.years == (2001, 2005) and manifest.as_of.literature == "2005"
    assert manifest.encoder.weights == encoder.weights and "bm25s" in manifest.libraries
    assert verify(tmp_path / "index") == []
    with Index.open(tmp_path / "index") as index:
        assert index.manifest == manifest


def test_progress_reaches_the_end_of_every_stage(tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any) -> None:
    progress = Listening()
    build([jsonl(corpus)], tmp_path / "index", encoder, progress=progress)
    assert [total for _, total in progress.stages] == [None, 40, 40]
    assert progress.done == 40


def test_a_broken_line_is_counted_and_told(tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any) -> None:
    source = jsonl(corpus)
    with (tmp_path / "documents.jsonl").open("a") as stream:
        stream.write('{"id": "cut off')
    progress = Listening()
    manifest = build([source], tmp_path / "index", encoder, progress=progress)
    assert manifest.counts.records == 40 and manifest.counts.faults == 1
    assert manifest.faults[0].last_good == "malaria-5"
    assert len(progress.notes) == 1 and "line 41" in progress.notes[0]


def test_a_record_without_text_is_counted_not_indexed(tmp_path: Path, jsonl: Jsonl, encoder: Any) -> None:
    source = jsonl([{"id": "a", "title": "A title", "text": " "}, {"id": "b", "title": "B", "text": "Some text."}])
    manifest = build([source], tmp_path / "index", encoder)
    assert manifest.counts.records == 1 and manifest.counts.without_text == 1


def test_the_later_of_two_equal_ids_wins(tmp_path: Path, jsonl: Jsonl, encoder: Any) -> None:
    source = jsonl([{"id": "a", "text": "The first."}, {"id": "a", "text": "The second."}])
    build([source], tmp_path / "index", encoder)
    with Index.open(tmp_path / "index") as index:
        record = index.get("a")
        assert record is not None and record.text == "The second."


def test_the_gate_refuses_and_cleans(tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any) -> None:
    def admit(record: Record) -> Record | None:
        return None if "gout" in record.text else record.model_copy(update={"title": "clean"})

    manifest = build([jsonl(corpus)], tmp_path / "index", encoder, admit=admit)
    assert manifest.counts.refused == 5 and manifest.counts.records == 35
    assert not any("gout" in text for text in encoder.encoded)
    with Index.open(tmp_path / "index") as index:
        assert index.get("gout-1") is None and index.df("gout") == 0
        record = index.get("asthma-1")
        assert record is not None and record.title == "clean"


def test_equal_texts_are_encoded_once(tmp_path: Path, jsonl: Jsonl, encoder: Any) -> None:
    source = jsonl([{"id": "a", "text": "The same."}, {"id": "b", "text": "The same."}])
    build([source], tmp_path / "index", encoder)
    assert encoder.encoded == ["The same."]


@pytest.mark.parametrize("lines", [[], [{"id": "a", "text": ""}]])
def test_nothing_readable_is_bad_input_and_the_old_index_stays(
    index_dir: Path, jsonl: Jsonl, encoder: Any, lines: list[dict[str, str]]
) -> None:
    with pytest.raises(BadInput):
        build([jsonl(lines, "empty.jsonl")], index_dir, encoder)
    with Index.open(index_dir) as index:
        assert len(index) == 40
    assert not (index_dir / ".work").exists()


def test_unknown_source_is_bad_input(tmp_path: Path, encoder: Any) -> None:
    with pytest.raises(BadInput):
        build(["nonsense:x"], tmp_path / "index", encoder)


def test_a_second_writer_is_told_who_writes(index_dir: Path, corpus: Any, jsonl: Jsonl, encoder: Any) -> None:
    with writing(index_dir), pytest.raises(IndexBusy, match=r"process \d+ on"):
        build([jsonl(corpus)], index_dir, encoder)


def test_a_build_lock_of_another_process_holds_and_dies_with_it(
    tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any
) -> None:
    out, source = tmp_path / "index", jsonl(corpus)
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), "build", source, str(out), "0"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdout.readline() == "waiting\n"
    with pytest.raises(IndexBusy, match=f"process {process.pid} "):
        build([source], out, encoder)
    process.kill()
    process.wait()
    process.stdout.close()
    assert build([source], out, encoder).counts.records == 40


def test_a_killed_build_goes_on_where_it_stopped(
    tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [dict(d, id=f"{d['id']}-{i}", title=f"Part {i}") for i in range(20) for d in corpus]
    out, source = tmp_path / "index", jsonl(many)
    kill_midway("build", source, out, 512)
    with pytest.raises(Problem, match="half built"):
        Index.open(out)
    manifest = build([source], out, encoder)
    assert manifest.counts.records == 800
    assert 0 < len(encoder.encoded) <= manifest.counts.chunks - 512
    assert verify(out) == [] and not (out / ".work").exists()
    with Index.open(out, encoder) as index:
        assert {hit.record.title for hit in index.search("Part 3", k=5)} == {"Part 3"}


def test_other_input_does_not_go_on_with_the_records_of_a_killed_build(
    tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any
) -> None:
    out, source = tmp_path / "index", jsonl(corpus)
    kill_midway("build", source, out, 0)
    source = jsonl(corpus[:3])
    assert build([source], out, encoder).counts.records == 3


def test_a_full_disk_is_told_and_the_old_index_stays(
    index_dir: Path, corpus: Any, jsonl: Jsonl, make_encoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Shards, texts: list[str]) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Shards, "add", full)
    with pytest.raises(Problem, match="No space is left"):
        build([jsonl(corpus[:5])], index_dir, make_encoder(weights="w2"))
    with Index.open(index_dir) as index:
        assert len(index) == 40
    monkeypatch.undo()
    assert build([jsonl(corpus[:5])], index_dir, make_encoder(weights="w2")).counts.records == 5


def test_a_really_full_disk(tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("mounting a small disk needs root")
    try:
        build([jsonl(corpus[:5])], disk / "index", encoder)
        many = [dict(d, id=f"{d['id']}-{i}", title=f"Part {i}") for i in range(50) for d in corpus]
        with pytest.raises(Problem, match="No space is left"):
            build([jsonl(many)], disk / "index", encoder)
        with Index.open(disk / "index") as index:
            assert len(index) == 5
        assert verify(disk / "index") == []
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(BadInput, match="Permission denied"):
        build([jsonl(corpus)], tmp_path / "index", encoder)


def test_a_file_is_no_folder(tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any) -> None:
    source = jsonl(corpus)
    with pytest.raises(BadInput, match=r"documents\.jsonl cannot be used"):
        build([source], tmp_path / "documents.jsonl", encoder)


def test_a_build_replaces_what_was_there(index_dir: Path, corpus: Any, jsonl: Jsonl, encoder: Any) -> None:
    build([jsonl(corpus[:2])], index_dir, encoder)
    with Index.open(index_dir) as index:
        assert len(index) == 2
    assert len(list(index_dir.glob("gen-*"))) == 1


def test_a_build_that_is_cut_between_naming_and_switching_leaves_the_old_index(
    index_dir: Path, corpus: Any, jsonl: Jsonl, encoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        with pytest.raises(KeyboardInterrupt):
            build([jsonl(corpus[:2])], index_dir, encoder)
    with Index.open(index_dir) as index:
        assert len(index) == 40
    build([jsonl(corpus[:2])], index_dir, encoder)
    with Index.open(index_dir) as index:
        assert len(index) == 2
    assert len(list(index_dir.glob("gen-*"))) == 1


def test_a_long_title_leaves_room_for_the_text(make_encoder: Any) -> None:
    record = Record(id="a", title=" ".join(["word"] * 100), text="First sentence here. " * 10)
    encoder = make_encoder(max_pieces=20)
    found = passages(record, encoder)
    assert len(found) > 1
    assert all(len(encoder.pieces([text])[0]) <= 18 for _, _, text in found)
    assert all(record.text[start:end] and text.endswith(record.text[start:end]) for start, end, text in found)
