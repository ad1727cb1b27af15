"""Measurements to one line per analyte: the newest value, where it comes from, and what speaks against it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

from copilot.patient.dates import Clock
from copilot.patient.measurements import Measurement
from copilot.schema import Lab

_SAME = 0.1
"""Relative change up to which a trend is called stable, where the table of analytes says nothing else."""


def labs(measured: Iterable[Measurement], clock: Clock) -> tuple[list[Lab], list[str]]:
    """The newest value per analyte and unit, newest first; remarks on values that contradict each other."""
    series: dict[tuple[str, str], list[Measurement]] = {}
    for one in measured:
        series.setdefault((one.name, one.unit), []).append(one)
    newest: list[tuple[float, Lab]] = []
    remarks: list[str] = []
    for (name, _), values in series.items():
        values.sort(key=lambda one: (_time(one), not one.preliminary), reverse=True)
        first = values[0]
        if any(_time(one) == _time(first) and not _agree(one, first) for one in values[1:]):
            remarks.append(f"{name}: different values at the same time")
        newest.append((_time(first), _line(first, _earlier(values), clock)))
    newest.sort(key=lambda pair: (-pair[0], pair[1].name))
    return [lab for _, lab in newest], remarks


def _line(one: Measurement, before: Measurement | None, clock: Clock) -> Lab:
    return Lab(
        name=one.name,
        value=one.value,
        unit=one.unit,
        comparator=one.comparator,
        system=one.system,
        code=one.code,
        kind=one.kind,
        days_before=clock.days_before(one.when),
        stale=one.when is not None and clock.days_ago(one.when) > one.stale_days,
        previous=before.value if before else None,
        previous_days_before=clock.days_before(before.when) if before else None,
        trend=_trend(one, before) if before else None,
        as_recorded=one.as_recorded,
    )


def _earlier(values: list[Measurement]) -> Measurement | None:
    """The newest value of another day than the first; a censored one (<5) is no number to compare with."""
    first = values[0]
    if first.when is None or first.comparator:
        return None
    return next(
        (v for v in values if v.when and v.when.date() < first.when.date() and not v.comparator),
        None,
    )


def _trend(one: Measurement, before: Measurement) -> Literal["rising", "falling", "stable"]:
    little = _SAME * abs(before.value) if one.stable is None else one.stable
    if abs(one.value - before.value) <= little + 1e-9:
        return "stable"
    return "rising" if one.value > before.value else "falling"


def _agree(one: Measurement, other: Measurement) -> bool:
    return one.comparator == other.comparator and math.isclose(one.value, other.value, rel_tol=0.01, abs_tol=1e-9)


def _time(one: Measurement) -> float:
    return one.when.timestamp() if one.when else -math.inf
