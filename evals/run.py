"""Run suites into a folder: sample by sample, kept as they finish, gone on with after a kill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from inspect_ai import Task, eval_set
from inspect_ai.log import EvalLog, list_eval_logs, read_eval_log

from evals.manifest import Manifest
from evals.suite import Size, Watcher, get, suite_of, watched
from evals.tasks import evaluation
from retrieval.errors import Problem
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
    suites = [get(name).name for name in dict.fromkeys(wanted)]
    manifest = Manifest.for_run(folder, size, seed, suites)
    manifest.write(folder)  # before anything runs: what is killed was asked for
    tasks: list[Task] = []
    for name in suites:
        try:
            task = evaluation(name, size, seed)
        except Problem as problem:
            manifest.suites[name] = f"{problem.what} {problem.next_step}".strip()
        else:
            if len(task.dataset):
                tasks.append(task)
            else:  # a suite may have no slice
                del manifest.suites[name]
    manifest.write(folder)
    with watched(_stages(progress, {str(task.name): len(task.dataset) for task in tasks})):
        for task in tasks:
            _eval(task, folder / LOGS)
    return {name: manifest.suites[name] for name in suites if manifest.suites.get(name)}


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
    """The newest log of each suite that came to its end in `folder`, by name."""
    found: dict[str, EvalLog] = {}
    where = folder / LOGS
    for info in list_eval_logs(str(where)) if where.is_dir() else []:  # newest first
        log = read_eval_log(info)
        if log.status == "success":
            found.setdefault(suite_of(log), log)
    return [found[name] for name in sorted(found)]
