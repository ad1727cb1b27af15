"""The report of a run as values: what report.json holds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from inspect_ai.log import EvalLog, EvalSample
from pydantic import BaseModel

from evals.bars import Outcome, bars
from evals.manifest import Manifest
from evals.report.figure import Figure
from evals.stats import Estimate, estimate
from evals.suite import get, suite_of


class Measured(BaseModel):
    """One measure with its 95% interval; `n` is what it is out of, `cases` how many cases add to it."""

    name: str
    heading: str = ""
    value: float
    low: float
    high: float
    n: float
    cases: int
    method: str


class JudgedCase(BaseModel):
    """One case. `error`: the product failed on it, and it was not judged."""

    id: str
    group: str
    input: str
    output: Any
    passed: bool
    why: str
    evidence: list[str]
    error: str | None = None


class SuiteReport(BaseModel):
    name: str
    card: dict[str, str]
    measures: list[Measured]
    figures: list[Figure] = []
    cases: list[JudgedCase]

    @property
    def headed(self) -> list[tuple[str, list[Measured]]]:
        """Measures by heading."""
        found: dict[str, list[Measured]] = {}
        for one in self.measures:
            found.setdefault(one.heading, []).append(one)
        return list(found.items())


class BarReport(BaseModel):
    suite: str
    measure: str
    bar: str
    reason: str
    value: float | None
    low: float | None
    high: float | None
    outcome: Outcome


class Report(BaseModel):
    """A whole run. `left_out` says which suites could not be run, and why."""

    run: dict[str, str | int]
    bars: list[BarReport]
    suites: list[SuiteReport]
    left_out: dict[str, str]

    @property
    def broken(self) -> list[BarReport]:
        return [bar for bar in self.bars if bar.outcome != "met"]

    @property
    def errors(self) -> int:
        """Cases on which the product failed."""
        return sum(case.error is not None for suite in self.suites for case in suite.cases)

    @property
    def holds(self) -> bool:
        return not self.broken and not self.errors and not self.left_out


def report(logs: Sequence[EvalLog], manifest: Manifest) -> Report:
    """Every suite that was run or should have been, against its bars."""
    suites = [_suite(log) for log in logs]
    left_out = manifest.left_out(suite.name for suite in suites)
    taken = {(suite.name, one.name): one for suite in suites for one in suite.measures}
    asked = {suite.name for suite in suites} | set(left_out)
    judged = []
    for bar in bars():
        if bar.suite not in asked or manifest.size not in bar.sizes:
            continue
        found = taken.get((bar.suite, bar.measure))
        measured = Estimate(**found.model_dump(exclude={"name", "heading"})) if found else None
        judged.append(
            BarReport(
                suite=bar.suite,
                measure=bar.measure,
                bar=bar.words,
                reason=bar.reason,
                value=measured and measured.value,
                low=measured and measured.low,
                high=measured and measured.high,
                outcome=bar.outcome(measured),
            )
        )
    judged.sort(key=lambda bar: bar.suite)
    return Report(run=manifest.about, bars=judged, suites=suites, left_out=left_out)


def _suite(log: EvalLog) -> SuiteReport:
    samples = log.samples or []
    parts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for sample in samples:
        for name, (amount, weight) in _scored(sample).get("measures", {}).items():
            parts[name].append((amount, weight))
    found = {name: estimate(each) for name, each in parts.items()}
    card = (log.eval.metadata or {}).get("card", {})
    suite = get(suite_of(log))
    measures = [
        Measured(name=name, heading=suite.heading(name), **one._asdict())
        for name, one in found.items()
        if one is not None
    ]
    order = list(suite.headings)
    measures.sort(key=lambda one: order.index(one.heading) if one.heading else -1)
    cases = [_case(sample) for sample in samples]
    figures = list(suite.figures([(case.group, case.output) for case in cases if case.output is not None]))
    return SuiteReport(name=suite.name, card=card, measures=measures, figures=figures, cases=cases)


def _case(sample: EvalSample) -> JudgedCase:
    score = (sample.scores or {}).get("verdict")
    return JudgedCase(
        id=str(sample.id),
        group=sample.metadata.get("group", ""),
        input=str(sample.input),
        output=_output(sample),
        passed=score is not None and score.value == "C",
        why=(score.explanation or "") if score else "",
        evidence=_scored(sample).get("evidence", []),
        error=sample.error.message if sample.error else None,
    )


def _output(sample: EvalSample) -> Any:
    return json.loads(sample.output.completion) if sample.output.completion else None


def _scored(sample: EvalSample) -> dict[str, Any]:
    score = (sample.scores or {}).get("verdict")
    return dict(score.metadata or {}) if score else {}
