from __future__ import annotations

from pathlib import Path

import pytest
from archives import FILES, asset, sdist, wheel

from copilot.setup.errors import FetchFailed
from copilot.setup.unpack import unpack


@pytest.mark.parametrize(("make", "name"), [(sdist, "s.tar.gz"), (wheel, "s.whl")])
def test_members_land_under_their_targets(make, name, tmp_path: Path, home: Path) -> None:
    archive = make(tmp_path / name)
    unpack(asset(archive), archive, home)
    assert {p.name: p.read_bytes() for p in (home / "data").iterdir()} == {
        Path(name).name: data for name, data in FILES.items()
    }


def test_the_one_member_itself_serves_as_source(tmp_path: Path, home: Path) -> None:
    [name, *_] = FILES
    wanted = asset(sdist(tmp_path / "s.tar.gz"), (name,))
    own = tmp_path / "mine.bin"
    own.write_bytes(FILES[name])
    unpack(wanted, own, home)
    assert (home / "data/a.txt").read_bytes() == FILES[name]


@pytest.mark.parametrize(("make", "name"), [(sdist, "s.tar.gz"), (wheel, "s.whl")])
def test_other_content_is_refused_and_the_old_file_stays(make, name, tmp_path: Path, home: Path) -> None:
    wanted = asset(make(tmp_path / name))
    (home / "data").mkdir(parents=True)
    (home / "data/a.txt").write_text("old")
    forged = make(tmp_path / f"forged-{name}", dict.fromkeys(FILES, b"forged"))
    with pytest.raises(FetchFailed, match="wrong SHA-256"):
        unpack(wanted, forged, home)
    assert [(p.name, p.read_text()) for p in (home / "data").iterdir()] == [("a.txt", "old")]


@pytest.mark.parametrize(("make", "name"), [(sdist, "s.tar.gz"), (wheel, "s.whl")])
@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9])
def test_truncated_archive_is_a_typed_problem(make, name, keep, tmp_path: Path, home: Path) -> None:
    archive = make(tmp_path / name)
    wanted = asset(archive)
    raw = archive.read_bytes()
    archive.write_bytes(raw[: int(len(raw) * keep)])
    with pytest.raises(FetchFailed) as problem:
        unpack(wanted, archive, home)
    assert archive.name in str(problem.value) and "--from" in problem.value.next_step


@pytest.mark.parametrize(("make", "name"), [(sdist, "s.tar.gz"), (wheel, "s.whl")])
def test_missing_member_is_a_typed_problem(make, name, tmp_path: Path, home: Path) -> None:
    wanted = asset(make(tmp_path / name))
    [first, *_] = FILES
    with pytest.raises(FetchFailed, match="damaged or incomplete"):
        unpack(wanted, make(tmp_path / f"less-{name}", {first: FILES[first]}), home)


def test_names_that_climb_out_are_never_written(tmp_path: Path, home: Path) -> None:
    archive = sdist(tmp_path / "s.tar.gz", {**FILES, "../../evil.txt": b"evil", "/tmp/evil-absolute.txt": b"evil"})
    unpack(asset(archive), archive, home)
    assert sorted(p.name for p in tmp_path.rglob("*.txt")) == ["a.txt", "b.txt"]
    assert not Path("/tmp/evil-absolute.txt").exists()
