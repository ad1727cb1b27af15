from __future__ import annotations

import errno
import os
import subprocess
from collections import namedtuple
from pathlib import Path

import pytest
from archives import asset, sdist
from filelock import FileLock

from copilot.setup import Sources, fetch, fetch_sample, obtain, unpack
from copilot.setup.assets import COHORT, ENCODER, LANGUAGE_MODEL, Asset, literature
from copilot.setup.errors import DiskFull, FetchFailed
from retrieval.errors import BadInput, Problem

said: list[str] = []


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asset:
    """The product's assets replaced by one small one, whose archive lies in tmp_path/local."""
    (tmp_path / "local").mkdir()
    small = asset(sdist(tmp_path / "local/sample-1.tar.gz"))
    monkeypatch.setattr(fetch, "literature", lambda historic: small)
    monkeypatch.setattr(fetch, "COHORT", Asset("cohort", "c==1", "c.whl", "", 0, ()))
    return small


def run(home: Path, folder: Path | None = None) -> list[str]:
    said.clear()
    return [done.action for done in fetch_sample(home, Sources(folder=folder), said.append)]


def forbid_download(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("pip was started")

    monkeypatch.setattr(subprocess, "run", refuse)


def test_second_run_does_nothing(small: Asset, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forbid_download(monkeypatch)
    assert run(home, tmp_path / "local") == ["fetched", "fetched"]
    assert run(home) == ["present", "present"] and said == []
    assert not (home / "downloads").exists()


def test_a_changed_file_is_fetched_again(small: Asset, home: Path, tmp_path: Path) -> None:
    run(home, tmp_path / "local")
    good = (home / "data/a.txt").read_bytes()
    (home / "data/a.txt").write_bytes(b"x" * len(good))
    assert run(home, tmp_path / "local") == ["fetched", "fetched"]
    assert (home / "data/a.txt").read_bytes() == good


def test_files_put_there_by_hand_are_recognised(small: Asset, home: Path, tmp_path: Path) -> None:
    run(home, tmp_path / "local")
    (home / "setup.json").write_text("{ broken")
    assert run(home) == ["present", "present"]


def test_pip_gets_the_hash_and_its_archive_is_removed(
    small: Asset, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def pip(command: list[str], **kwargs: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        requirement = Path(command[command.index("--requirement") + 1]).read_text()
        assert requirement == f"sample==1 --hash=sha256:{small.sha256}\n"
        (Path(command[command.index("--dest") + 1]) / small.archive).write_bytes(
            (tmp_path / "local" / small.archive).read_bytes()
        )
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", pip)
    assert run(home) == ["fetched", "fetched"]
    assert {"--no-deps", "--require-hashes", "--no-binary"} <= set(commands[0])
    assert not list(home.rglob("*.tar.gz"))


def test_an_archive_left_by_an_interrupted_run_is_used(
    small: Asset, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid_download(monkeypatch)
    (home / "downloads").mkdir(parents=True)
    (home / "downloads" / small.archive).write_bytes((tmp_path / "local" / small.archive).read_bytes())
    (home / "data").mkdir()
    (home / "data/.a.txt.7.part").write_bytes(b"half")
    assert run(home) == ["fetched", "fetched"]
    assert sorted(p.name for p in (home / "data").iterdir()) == ["a.txt", "b.txt"]


def test_offline_says_what_is_missing_and_how_to_give_it(
    small: Asset, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1))
    with pytest.raises(FetchFailed) as problem:
        run(home)
    assert "sample==1" in problem.value.what and problem.value.kept
    assert small.archive in problem.value.next_step and small.sha256 in problem.value.next_step


def test_a_small_disk_is_told_before_anything_is_fetched(
    small: Asset, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid_download(monkeypatch)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(obtain.shutil, "disk_usage", lambda path: usage(10, 9, 1))
    with pytest.raises(DiskFull, match=r"needs .* MB"):
        run(home)


def test_a_disk_that_fills_up_is_typed(
    small: Asset, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(unpack.os, "fsync", full)
    with pytest.raises(DiskFull, match="no space left"):
        run(home, tmp_path / "local")
    assert not list(home.rglob("*.part"))


def test_two_setups_at_once(small: Asset, home: Path) -> None:
    home.mkdir()
    with FileLock(home / "setup.lock"), pytest.raises(Problem, match="Another setup"):
        run(home)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"folder": Path("no-such-folder")}, "no folder"),
        ({"files": {"model": Path("no-such-file")}}, "no file"),
        ({"files": {"modle": Path(__file__)}}, "nothing called"),
    ],
)
def test_sources_that_do_not_exist(arguments, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        Sources(**arguments)


def test_the_products_assets_are_well_formed() -> None:
    members = [m for a in (literature(historic=True), COHORT, LANGUAGE_MODEL, ENCODER) for m in a.members]
    assert len({m.target for m in members}) == len(members)
    for member in members:
        assert len(member.sha256) == 64 and member.size > 0
        assert not Path(member.target).is_absolute() and ".." not in Path(member.target).parts
