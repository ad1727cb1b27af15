from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from evals import manifest, run
from evals.manifest import UNFINISHED, Manifest
from evals.report.compare import moved, turned
from evals.report.model import Report, report
from evals.report.write import read, write
from retrieval.errors import BadInput


def reported(folder: Path) -> Report:
    return report(run.logs(folder), Manifest.read(folder))


def test_the_same_run_twice_gives_the_same_report(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run.run(["gate"], tmp_path / name, "slice") == {}
        write(reported(tmp_path / name), tmp_path / name)
    first, second = read(tmp_path / "a"), read(tmp_path / "b")
    assert first == second
    assert moved(first, second) == [] == turned(first, second)
    assert first.holds


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    script = Path(__file__).with_name("killed_run.py")
    command = [sys.executable, str(script), str(tmp_path)]
    killed = subprocess.run([*command, "die"], capture_output=True, cwd=Path(__file__).parents[2])
    assert killed.returncode == -signal.SIGKILL
    half = reported(tmp_path)
    assert half.left_out == {"gate": UNFINISHED}
    assert not half.holds
    assert {bar.outcome for bar in half.bars} == {"not measured"}
    went_on = subprocess.run([*command, "survive"], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert went_on.stdout.strip().splitlines()[-1] == "2", went_on.stderr
    assert len(reported(tmp_path).suites[0].cases) == 5


def test_a_folder_is_of_one_run(tmp_path: Path) -> None:
    run.run(["gate"], tmp_path, "slice")
    with pytest.raises(BadInput, match="another size"):
        run.run(["gate"], tmp_path, "slice", seed=2)
    with pytest.raises(BadInput, match="no such suite"):
        run.run(["gate", "nonsense"], tmp_path / "new", "slice")
    assert not (tmp_path / "new").exists()


def test_a_change_since_the_commit_makes_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*asked: str) -> bytes:
        return b"abc+\n" if asked[0] == "describe" else diff

    monkeypatch.setattr(manifest, "_git", git)
    diff = b"one"
    run.run(["gate"], tmp_path, "slice")
    diff = b"another"
    with pytest.raises(BadInput, match="version of the code"):
        run.run(["gate"], tmp_path, "slice")


def test_what_is_not_installed_is_left_out_and_its_bars_are_broken(tmp_path: Path) -> None:
    left_out = run.run(["gate"], tmp_path, "quick")
    assert "sample literature" in left_out["gate"]
    made = reported(tmp_path)  # as `copilot eval report` makes it, days later
    assert made.left_out == left_out
    assert {bar.outcome for bar in made.bars} == {"not measured"}
    assert not made.holds


def test_a_suite_that_was_left_out_keeps_a_report_from_holding(tmp_path: Path) -> None:
    run.run(["gate"], tmp_path, "slice")
    assert reported(tmp_path).holds
    asked = Manifest.read(tmp_path)
    asked.suites["grounding"] = "There is no index."
    asked.write(tmp_path)
    assert reported(tmp_path).left_out == {"grounding": "There is no index."}
    assert not reported(tmp_path).holds


def test_a_folder_without_a_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no run"):
        Manifest.read(tmp_path)
    (tmp_path / "run.json").write_text("{half")
    with pytest.raises(BadInput, match="holds no run"):
        Manifest.read(tmp_path)
