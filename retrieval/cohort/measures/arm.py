"""One released group as measures. Where a count is suppressed, what the risk could be takes the place of the risk."""

from __future__ import annotations

from collections.abc import Callable

from retrieval.cohort.disclosure.released import ArmCounts, Cell, LevelCounts
from retrieval.cohort.measures import curve
from retrieval.cohort.measures.incidence import incidence
from retrieval.cohort.measures.proportion import jeffreys, risk_bounds, wilson
from retrieval.cohort.result import Arm, Bounds, Interval, Subgroup


def measure_arm(counts: ArmCounts) -> Arm:
    """Risk, rate and curve of one arm."""
    n, events = counts.n, counts.events
    if n.value is None or events.value is None or not n.value:
        return Arm(n=n.value, events=events.value, suppressed=_hidden(n, events), could_be=_bounds(n, events))
    steps = [
        curve.Step(day=s.end - 1, at_risk=s.at_risk, events=s.events, deaths=s.deaths, censored=s.censored)
        for s in counts.steps
    ]
    points = curve.survival_curve(steps, with_deaths=any(s.deaths for s in counts.steps))
    return Arm(
        n=n.value,
        events=events.value,
        risk=_risk(n, events),
        ci=_interval(n, events),
        ci_jeffreys=_interval(n, events, jeffreys),
        person_days=counts.person_days,
        incidence=incidence(events.value, counts.person_days) if counts.person_days else None,
        curve=points,
        competing_risk=points[-1].cumulative_incidence if points else None,
    )


def measure_level(counts: LevelCounts) -> Subgroup:
    """Risk in one level of the breakdown."""
    n, events = counts.n, counts.events
    shown = n.value is not None and events.value is not None and n.value > 0
    return Subgroup(
        arm=counts.arm,
        level=counts.level,
        n=n.value,
        events=events.value,
        risk=_risk(n, events) if shown else None,
        ci=_interval(n, events) if shown else None,
        suppressed=_hidden(n, events),
        could_be=None if shown else _bounds(n, events),
    )


def _hidden(n: Cell, events: Cell) -> bool:
    return n.suppressed or events.suppressed


def _risk(n: Cell, events: Cell) -> float:
    assert n.value
    assert events.value is not None
    return min(1.0, events.value / n.value)  # with noise, events may exceed n


def _interval(n: Cell, events: Cell, between: Callable[[float, float], Interval] = wilson) -> Interval:
    """The interval over all counts that the cells allow: exact counts allow one, noised ones a range."""
    lowest = between(min(events.low, n.high), n.high)[0] if n.high else 0.0
    highest = between(min(events.high, n.low), n.low)[1] if n.low else 1.0
    return (lowest, highest)


def _bounds(n: Cell, events: Cell) -> Bounds | None:
    if not _hidden(n, events):
        return None
    counts = (n.low, n.high), (events.low, events.high)
    return Bounds(n=counts[0], events=counts[1], risk=risk_bounds(counts[1], counts[0]))
