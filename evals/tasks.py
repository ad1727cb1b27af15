"""The one task that inspect_ai sees: `inspect eval evals/tasks.py -T suite=gate --model none/none`."""

from __future__ import annotations

from inspect_ai import Task, task

from evals.suite import Size, get


@task
def evaluation(suite: str, size: Size = "full", seed: int = 1) -> Task:
    """A suite by its name. Raises BadInput: there is none; Problem: a part it needs is not installed."""
    return get(suite).task(size, seed)
