from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from evals import run
from evals.report.compare import moved, turned
from evals.report.model import Report, report
from evals.report.write import read, write
from retrieval.errors import BadInput


def reported(folder: Path) -> Report:
    return report(run.logs(folder), run.about(folder), {})


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
    went_on = subprocess.run([*command, "survive"], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert went_on.stdout.strip().splitlines()[-1] == "2", went_on.stderr
    assert len(reported(tmp_path).suites[0].cases) == 5


def test_a_folder_is_of_one_run(tmp_path: Path) -> None:
    run.run(["gate"], tmp_path, "slice")
    with pytest.raises(BadInput, match="another size"):
        run.run(["gate"], tmp_path, "slice", seed=2)
    with pytest.raises(BadInput, match="no such suite"):
        run.run(["nonsense"], tmp_path / "new", "slice")


def test_what_is_not_installed_is_left_out_and_its_bars_are_broken(tmp_path: Path) -> None:
    run.run(["gate"], tmp_path, "slice")
    left_out = run.run(["gate"], tmp_path / "quick", "quick")
    assert "sample literature" in left_out["gate"]
    made = report([], run.about(tmp_path / "quick"), left_out)
    assert {bar.outcome for bar in made.bars} == {"not measured"}
    assert not made.holds
