"""performance: how long does it take, and how much memory, on this machine as it is now?"""

from __future__ import annotations

import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from copilot.verify.gate import Gate
from evals import lab
from evals.suite import Answer, Card, Case, Size, Suite, Verdict

_LIMITS = {"search": 2.0, "check by rules": 0.2, "answer without a model": 15.0, "answer": 60.0}
"""Seconds beyond which one case is called slow."""
_LARGEST = "answer"


def cases(size: Size, seed: int) -> Iterator[Case]:
    """Each kind of work over the questions; the CI slice does without models and sample data."""
    if size == "slice":
        for row in lab.lines("abstracts.jsonl")[:4]:
            for work in ("search", "check by rules", "answer without a model"):
                yield Case(f"{row['id']} {work}", row["question"], work, {"made": True})
        return
    lab.medline()
    rows = [row for row in lab.lines("questions.jsonl") if row["kind"] == "clinical"]
    for work in _LIMITS:
        for row in rows[: lab.by_size(size, slice=0, quick=3, full=30)]:
            yield Case(f"{row['id']} {work}", row["question"], work, {"made": False})


def solve(case: Case) -> Answer:
    """Timed once warm: the first question of a server is not what a clinician waits for."""
    work = _work(case)
    if case.group not in _warm:
        work()
        _warm.add(case.group)
    began = time.perf_counter()
    work()
    return {"seconds": time.perf_counter() - began, "peak_gib": _peak(case)}


_warm: set[str] = set()


def _work(case: Case) -> Callable[[], object]:
    engine = None if case.group == "answer" else "none"
    copilot = lab.bench("speed", lab.lines("abstracts.jsonl")) if case.facts["made"] else lab.copilot(engine)
    if case.group == "search":
        return lambda: copilot.search(case.input)
    if case.group == "check by rules":
        text = lab.lines("abstracts.jsonl")[0]["text"]
        return lambda: Gate().check(text.split(". ")[1], text)
    return lambda: copilot.ask(case.input)


def _peak(case: Case) -> float | None:
    """Most memory, GiB: of an answer with the language model, which holds all that the other kinds of work hold.

    The slice, which starts no process, gives that of this one.
    """
    if case.facts["made"]:
        return _most()
    return _answer_alone() if case.group == _LARGEST else None


@cache
def _answer_alone() -> float:
    """In a process of its own: this one has run other suites."""
    case = next(case for case in cases("quick", seed=1) if case.group == _LARGEST)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return alone.submit(_weighed, case).result()


def _weighed(case: Case) -> float:
    _work(case)()
    return _most()


def _most() -> float:
    """Linux counts a parent's memory in a child's `getrusage`, and not in its status."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text("ascii", "ignore"))[1]) / 2**20  # type: ignore[index]
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30


def judge(case: Case, answer: Answer) -> Verdict:
    slow = answer["seconds"] > _LIMITS[case.group]
    measures = {
        f"{case.group}: seconds": (answer["seconds"], 1.0),
        "slower than the limit": (float(slow), 1.0),
    }
    if answer["peak_gib"] is not None:
        measures["peak memory, GiB"] = (answer["peak_gib"], 1.0)
    why = f"{answer['seconds']:.3f} s (limit {_LIMITS[case.group]:g} s)"
    return Verdict(not slow, measures, why)


SUITE = Suite(
    "performance",
    Card(
        checks="Search, the rules of the gate and answers come within their limits; peak memory.",
        source="The clinical questions of evals/data/questions.jsonl; each kind of work runs once before the clock.",
        licence="The project's own.",
        cannot_tell="Anything about another machine, or about many users at once. Times differ from run to run: this "
        "suite is the one whose numbers do.",
    ),
    cases,
    solve,
    judge,
)
