"""What a suite is: cases, what the product makes of each, and the verdict on that; as a task of inspect_ai."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from inspect_ai import Task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import EvalLog
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import CORRECT, INCORRECT, Score, Scorer, Target, accuracy, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver

from evals.report.figure import Figure
from retrieval.errors import BadInput

Size = Literal["slice", "quick", "full"]
"""`slice`: seconds, needs no language model and no sample data, for CI; `quick`: minutes; `full`: hours."""
Answer = dict[str, Any]
"""What the product gave for one case, as JSON."""
Measures = Mapping[str, tuple[float, float]]
"""What one case adds to each measure of its suite: (amount, out of how much); the suite's value is sum over sum."""


@dataclass(frozen=True)
class Case:
    """One case. `input` is what a reader of the report sees; `facts` (JSON) are what `solve` and `judge` need."""

    id: str
    input: str
    group: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Did the case hold, what does it add to the measures, and why; `evidence` is what the verdict rests on."""

    passed: bool
    measures: Measures
    why: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """The data card of a suite."""

    checks: str
    source: str
    licence: str
    cannot_tell: str


@dataclass(frozen=True)
class Suite:
    """A suite. The same size and seed make the same cases.

    `cases` raises Problem where a part it needs is not installed. `headings` are those of the report, each with the
    starts of the measures' names that stand under it (the longest counts); `figures` are drawn from the
    (group, answer) of every case that was judged.
    """

    name: str
    card: Card
    cases: Callable[[Size, int], Iterable[Case]]
    solve: Callable[[Case], Answer]
    judge: Callable[[Case, Answer], Verdict]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    figures: Callable[[Sequence[tuple[str, Answer]]], Sequence[Figure]] = lambda answers: ()

    def heading(self, measure: str) -> str:
        """The heading of the report under which a measure stands; "" without one."""
        starts = [
            (len(start), name) for name, all_ in self.headings.items() for start in all_ if measure.startswith(start)
        ]
        return max(starts)[1] if starts else ""

    def task(self, size: Size, seed: int) -> Task:
        """This suite for inspect_ai. It asks no model of inspect's: the product is the solver."""
        return Task(
            name=self.name,
            dataset=MemoryDataset([_sample(case) for case in self.cases(size, seed)], name=self.name),
            solver=product(self.name),
            scorer=verdict(self.name),
            metadata={"card": asdict(self.card), "size": size, "seed": seed},
        )


def names() -> list[str]:
    """Every suite there is: one module of `evals.suites` each."""
    package = importlib.import_module("evals.suites")
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


def get(name: str) -> Suite:
    """Raises BadInput: there is no such suite."""
    if name not in names():
        raise BadInput("There is no such suite.", next_step=f"Choose of {', '.join(names())}, or all.")
    found: Suite = importlib.import_module(f"evals.suites.{name}").SUITE
    return found


def suite_of(log: EvalLog) -> str:
    """The name of the suite whose log this is."""
    return str(log.eval.task).rpartition("/")[2]


Watcher = Callable[[str], None]
"""Is told the suite of each case that was judged."""
_watchers: list[Watcher] = []


@contextmanager
def watched(by: Watcher) -> Iterator[None]:
    """Tells `by` of every case that is judged in this block."""
    _watchers.append(by)
    try:
        yield
    finally:
        _watchers.remove(by)


@solver
def product(suite: str) -> Solver:
    """The product, as the suite of this name asks it."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        answer = get(suite).solve(_case(state))
        state.output = ModelOutput.from_content("clinician-copilot", json.dumps(answer, ensure_ascii=False))
        return state

    return solve


@scorer(metrics=[accuracy()])
def verdict(suite: str) -> Scorer:
    """The judgement of the suite of this name; the measures stand in the score's metadata."""

    async def score(state: TaskState, target: Target) -> Score:
        for watcher in _watchers:
            watcher(suite)
        judged = get(suite).judge(_case(state), json.loads(state.output.completion))
        return Score(
            value=CORRECT if judged.passed else INCORRECT,
            explanation=judged.why,
            metadata={"measures": dict(judged.measures), "evidence": list(judged.evidence)},
        )

    return score


def _sample(case: Case) -> Sample:
    return Sample(id=case.id, input=case.input, metadata={"group": case.group, "facts": case.facts})


def _case(state: TaskState) -> Case:
    return Case(str(state.sample_id), state.input_text, state.metadata["group"], state.metadata["facts"])
