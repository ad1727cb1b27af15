"""Two runs side by side: which measures moved, which cases turned."""

from __future__ import annotations

from typing import NamedTuple

from evals.report.model import JudgedCase, Measured, Report


class Moved(NamedTuple):
    """A measure as it was taken twice; None: it was not in that run."""

    suite: str
    measure: str
    before: Measured | None
    after: Measured | None


class Turned(NamedTuple):
    """A case that held in one run and not in the other."""

    suite: str
    case: str
    held_before: bool
    why: str


def moved(before: Report, after: Report) -> list[Moved]:
    """Measures whose value differs, in the order of the second report."""
    old, new = _measures(before), _measures(after)
    found = [Moved(*key, old.get(key), new.get(key)) for key in dict.fromkeys([*new, *old])]
    return [one for one in found if _value(one.before) != _value(one.after)]


def unlike(before: Report, after: Report) -> list[str]:
    """What else differs between the runs and moves measures by itself: their size or seed."""
    return [name for name in ("size", "seed") if before.run.get(name) != after.run.get(name)]


def turned(before: Report, after: Report) -> list[Turned]:
    """Cases of both runs whose verdict differs."""
    old = _cases(before)
    return [
        Turned(suite, id, old[suite, id].passed, case.why or case.error or "")
        for (suite, id), case in _cases(after).items()
        if (suite, id) in old and old[suite, id].passed != case.passed
    ]


def _measures(report: Report) -> dict[tuple[str, str], Measured]:
    return {(suite.name, one.name): one for suite in report.suites for one in suite.measures}


def _cases(report: Report) -> dict[tuple[str, str], JudgedCase]:
    return {(suite.name, case.id): case for suite in report.suites for case in suite.cases}


def _value(measured: Measured | None) -> float | None:
    return measured.value if measured else None
