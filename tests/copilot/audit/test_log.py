"""The audit log: nothing is changed, taken out or cut off unnoticed; a crash loses nothing that was served."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from copilot.audit import AuditBroken, AuditLog, AuditUnavailable


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    log = AuditLog(tmp_path / "audit" / "audit.jsonl")
    for i in range(5):
        log.append("summary", {"id": str(i), "text": f"Grüße {i}"})
    return log


def test_entries_are_chained_and_found(log: AuditLog) -> None:
    assert log.verify() == 5
    entry = log.find("summary", "3")
    assert entry is not None
    assert entry["seq"] == 4
    assert log.find("summary", "9") is None


@pytest.mark.parametrize("line", range(5))
def test_a_changed_entry_is_found(log: AuditLog, line: int) -> None:
    lines = log.path.read_text().splitlines(keepends=True)
    lines[line] = lines[line].replace("Grüße", "Größe")
    log.path.write_text("".join(lines))
    with pytest.raises(AuditBroken, match=f"from line {line + 1} on"):
        log.verify()


def test_a_removed_entry_is_found(log: AuditLog) -> None:
    lines = log.path.read_text().splitlines(keepends=True)
    log.path.write_text("".join(lines[:2] + lines[3:]))
    with pytest.raises(AuditBroken):
        log.verify()


def test_a_cut_tail_is_found_and_nothing_is_added(log: AuditLog) -> None:
    lines = log.path.read_text().splitlines(keepends=True)
    log.path.write_text("".join(lines[:3]))
    with pytest.raises(AuditBroken, match="entries after it were written"):
        log.verify()
    with pytest.raises(AuditBroken):
        log.append("summary", {"id": "x"})
    assert len(log.path.read_text().splitlines()) == 3


def test_separators_of_unicode_in_a_text_break_nothing(log: AuditLog) -> None:
    log.append("request", {"q": "Is obesity\u2028a risk?\u2029\u0085"})
    assert log.verify() == 6


def test_only_its_owner_can_read_a_log(log: AuditLog) -> None:
    assert log.path.stat().st_mode & 0o077 == 0


def test_a_log_without_its_head_is_found(log: AuditLog) -> None:
    log.path.with_suffix(".jsonl.head").unlink()
    with pytest.raises(AuditBroken, match="entries after it were written"):
        log.verify()


def test_half_an_entry_is_no_entry_yet(log: AuditLog) -> None:
    with log.path.open("a") as file:
        file.write('{"seq": 6, "kind": "summ')
    assert len(list(log.entries())) == 5


def test_a_deleted_log_is_found(log: AuditLog) -> None:
    log.path.unlink()
    with pytest.raises(AuditBroken):
        log.verify()


def test_an_entry_that_was_half_written_when_the_process_died_is_cut_off(log: AuditLog) -> None:
    with log.path.open("a") as file:
        file.write('{"seq": 6, "kind": "summ')
    log.append("summary", {"id": "next"})
    assert log.verify() == 6


def test_a_process_that_died_before_the_head_was_written_blocks_nothing(log: AuditLog) -> None:
    head = log.path.with_suffix(".jsonl.head")
    before = head.read_text()
    log.append("summary", {"id": "5"})
    head.write_text(before)
    assert log.verify() == 6
    log.append("summary", {"id": "6"})
    assert log.verify() == 7


def test_a_log_that_cannot_be_written_is_a_problem_and_stays_as_it_was(
    log: AuditLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = log.path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(AuditUnavailable, match="could not be written"):
        log.append("summary", {"id": "x"})
    assert log.path.read_bytes() == before


def test_a_folder_that_is_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("")
    with pytest.raises(AuditUnavailable):
        AuditLog(tmp_path / "audit" / "audit.jsonl").append("summary", {})


def _write(path: Path, count: int) -> None:
    for i in range(count):
        AuditLog(path).append("summary", {"id": i})


def test_two_writers_at_once_keep_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write, args=(path, 20)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert AuditLog(path).verify() == 40
    assert [json.loads(line)["seq"] for line in path.read_text().splitlines()] == list(range(1, 41))


def test_it_holds_while_it_is_written(log: AuditLog) -> None:
    other = AuditLog(log.path)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(lambda: [other.append("summary", {"text": "x" * 3000}) for _ in range(60)])
        counts = [log.verify()]
        while not writing.done():
            counts.append(log.verify())
        writing.result()
    assert counts == sorted(counts) and log.verify() == 65


def test_a_line_that_is_no_entry_is_a_broken_log(log: AuditLog) -> None:
    log.path.write_text(log.path.read_text() + "not an entry\n")
    with pytest.raises(AuditBroken):
        log.find("summary", "3")
