"""Run suites into a folder: sample by sample, kept as they finish, gone on with after a kill."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from inspect_ai import Task, eval_set
from inspect_ai.log import EvalLog, list_eval_logs, read_eval_log

from copilot import __version__
from evals.suite import Size, Watcher, names, watched
from evals.tasks import evaluation
from retrieval.errors import BadInput, Problem
from retrieval.index.progress import SILENT, Progress

LOGS = "logs"
"""Where in a report's folder inspect's logs lie: `inspect view --log-dir DIR/logs` opens them."""

_MANY, _AT_ONCE = 500, 20
"""Cases of a suite from which a kill may cost the last twenty: they take milliseconds each, and so does a write."""


def run(
    wanted: Sequence[str], folder: Path, size: Size, seed: int = 1, progress: Progress = SILENT
) -> dict[str, str]:
    """Run suites, or what of them is not yet in `folder`; {suite: why it could not be run}.

    Samples run one after another: one engine uses all cores, and the order of questions never changes.

    Raises:
        BadInput: there is no such suite, or `folder` holds a run of another size, seed or version.
    """
    _same_run(folder, size, seed)
    tasks: list[Task] = []
    left_out: dict[str, str] = {}
    for name in dict.fromkeys(wanted):
        if name not in names():
            raise BadInput("There is no such suite.", next_step=f"Choose of {', '.join(names())}, or all.")
        try:
            task = evaluation(name, size, seed)
            if len(task.dataset):  # a suite may have no slice
                tasks.append(task)
        except Problem as problem:
            left_out[name] = f"{problem.what} {problem.next_step}".strip()
    if tasks:
        with watched(_stages(progress, {str(task.name): len(task.dataset) for task in tasks})):
            for task in tasks:
                _eval(task, folder / LOGS)
    return left_out


def _stages(progress: Progress, sizes: Mapping[str, int]) -> Watcher:
    """One stage of `progress` a suite; cases of an earlier run that was killed are not counted again."""
    present = ""

    def judged(suite: str) -> None:
        nonlocal present
        if suite != present:
            present = suite
            progress.start(suite, sizes.get(suite))
        progress.advance()

    return judged


def _eval(task: Task, where: Path) -> None:
    eval_set(
        [task],
        log_dir=str(where),
        log_dir_allow_dirty=True,
        model="none/none",
        display="none",
        log_level="error",
        max_tasks=1,
        max_samples=1,
        fail_on_error=False,
        retry_attempts=0,
        retry_immediate=False,
        log_buffer=1 if len(task.dataset) < _MANY else _AT_ONCE,
        log_realtime=False,
        score_display=False,
    )


def logs(folder: Path) -> list[EvalLog]:
    """What was run into `folder`, the newest log of each suite. Raises BadInput: nothing was."""
    found: dict[str, EvalLog] = {}
    where = folder / LOGS
    for info in list_eval_logs(str(where)) if where.is_dir() else []:  # newest first
        log = read_eval_log(info)
        if log.status == "success":
            found.setdefault(log.eval.task.rpartition("/")[2], log)
    if not found:
        raise BadInput("This folder holds no finished suite.", next_step="`copilot eval run SUITE --report DIR`.")
    return [found[name] for name in sorted(found)]


def about(folder: Path) -> dict[str, str | int]:
    """Size, seed and version of the run in `folder`."""
    described: dict[str, str | int] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return described


def _same_run(folder: Path, size: Size, seed: int) -> None:
    mine: dict[str, str | int] = {"size": size, "seed": seed, "code": version()}
    (folder / LOGS).mkdir(parents=True, exist_ok=True)
    file = folder / "run.json"
    if not file.is_file():
        file.write_text(json.dumps(mine), encoding="utf-8")
    elif about(folder) != mine:
        raise BadInput(
            "The folder holds a run of another size, seed or version of the code.",
            kept="It was not changed.",
            next_step="Choose another folder, so that every report is of one run.",
        )


def version() -> str:
    """The package's version and, in a checkout, the commit; "+" marks changes since."""
    here = Path(__file__).parent
    git = ("git", "-C", str(here), "describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*")
    try:
        commit = subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return __version__
    return f"{__version__} {commit}"
