"""A cohort result as pictures: the curve with numbers at risk, and a forest of subgroups; each with its alt text.

Colours are Okabe and Ito's, distinct under every common colour blindness; lines and markers differ as well.
"""

from __future__ import annotations

import math
from functools import partial
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from retrieval.cohort.picture import Format, Picture, canvas, save, style
from retrieval.cohort.result import Arm, CohortResult, Interval, Subgroup
from retrieval.cohort.words import percent

_PERCENT = FuncFormatter(lambda x, _: f"{x * 100:g}%")
_GREY = "#595959"


class _Look(NamedTuple):
    colour: str
    line: str
    marker: str


_INDEX, _OTHER = _Look("#0072B2", "-", "o"), _Look("#D55E00", "--", "s")


class _Row(NamedTuple):
    """One line of the forest; `span` is the interval of `risk`, or, where that is None, what it could be."""

    label: str
    look: _Look
    counts: str
    risk: float | None
    span: Interval | None


def curve(result: CohortResult, kind: Format = "svg") -> Picture | None:
    """Cumulative risk (1 - survival, deaths censored) with 95% bands and numbers at risk; None without a curve."""
    arms = [(arm, name, look) for arm, name, look in _arms(result) if arm.curve]
    if not arms:
        return None
    with style():
        figure, axes = canvas(6.4, 3.8)
        for arm, name, look in arms:
            days = [0, *(p.day for p in arm.curve)]
            lower, upper = [0.0, *(1 - p.hi for p in arm.curve)], [0.0, *(1 - p.lo for p in arm.curve)]
            axes.fill_between(days, lower, upper, color=look.colour, alpha=0.18, linewidth=0)
            risk = [0.0, *(1 - p.survival for p in arm.curve)]
            label = f"{name} (n = {arm.n:,})"
            axes.plot(days, risk, look.line, marker=look.marker, markersize=4, color=look.colour, label=label)
        axes.set_ylim(0, _ceiling(max(1 - p.lo for arm, _, _ in arms for p in arm.curve)))
        axes.set_xlim(0, result.end_day)
        axes.set_ylabel("Cumulative risk (95% band)")
        axes.set_xlabel("Days since the index date")
        axes.yaxis.set_major_formatter(_PERCENT)
        axes.grid(axis="y", color="#e5e5e5")
        axes.legend(loc="upper left", frameon=False)
        _numbers_at_risk(axes, arms)
        return save(figure, axes, kind, result, _curve_alt(result, arms))


def forest(result: CohortResult, kind: Format = "svg") -> Picture | None:
    """Risk with 95% interval in all and in each level of the breakdown; None without a breakdown.

    A suppressed level shows, hatched, the range that its risk could lie in.
    """
    if not result.subgroups:
        return None
    rows = _rows(result)
    with style():
        figure, axes = canvas(4.4, 0.6 + 0.3 * len(rows))
        _beside(axes, len(rows) + 0.9, "", "events / n", "risk (95% CI)", _GREY)
        for y, row in zip(range(len(rows), 0, -1), rows, strict=True):
            _draw(axes, y, row)
            _beside(axes, y, row.label, row.counts, _risk_text(row), "black")
        axes.set_ylim(0.4, len(rows) + 1.2)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlim(0, _ceiling(max(row.span[1] for row in rows if row.span)))
        axes.xaxis.set_major_formatter(_PERCENT)
        axes.set_xlabel(f"Risk of {result.outcome}\n{_key(result)}")
        axes.grid(axis="x", color="#e5e5e5")
        return save(figure, axes, kind, result, _forest_alt(result, rows))


def _arms(result: CohortResult) -> list[tuple[Arm, str, _Look]]:
    named: list[tuple[Arm, str, _Look]] = [(result, result.population, _INDEX)]
    if result.comparator:
        named.append((result.comparator, result.comparator_population or "comparator", _OTHER))
    return named


def _numbers_at_risk(axes: Axes, arms: list[tuple[Arm, str, _Look]]) -> None:
    """Under the axis: how many are at risk when each step of the curve begins, thinned to what fits."""
    below = axes.get_xaxis_transform()
    put = partial(axes.annotate, xycoords=below, textcoords="offset points", va="top")
    put("Number at risk", (0, 0), (0, -44), color=_GREY)
    for line, (arm, _, look) in enumerate(arms):
        starts = [0, *(p.day for p in arm.curve[:-1])]
        every = math.ceil(len(starts) / 7)
        for day, point in list(zip(starts, arm.curve, strict=True))[::every]:
            side = "left" if day == 0 else "center"
            put(f"{point.at_risk:,}", (day, 0), (0, -60 - 15 * line), color=look.colour, ha=side)


def _beside(axes: Axes, y: float, label: str, counts: str, risk: str, colour: str) -> None:
    """The words of one row of the forest: label on the left, two columns on the right."""
    across = axes.get_yaxis_transform()
    put = partial(axes.annotate, xycoords=across, textcoords="offset points", va="center", color=colour)
    put(label, (0, y), (-8, 0), ha="right")
    put(counts, (1, y), (96, 0), ha="right")
    put(risk, (1, y), (110, 0), ha="left")


def _rows(result: CohortResult) -> list[_Row]:
    """All, then each level; under each, its comparator."""
    rows = []
    groups: list[tuple[str, Arm | Subgroup | None, Arm | Subgroup | None]] = [("All", result, result.comparator)]
    for name, index, other in [*groups, *_levels(result)]:
        for label, group, look in ((name, index, _INDEX), ("comparator", other, _OTHER)):
            if group:
                hidden = group.could_be.risk if group.could_be else None
                counts = f"{_count(group.events)} / {_count(group.n)}"
                rows.append(_Row(label, look, counts, group.risk, group.ci or hidden))
    return rows


def _key(result: CohortResult) -> str:
    said = f"● {result.population}"
    return f"{said}\n■ comparator: {result.comparator_population}" if result.comparator else said


def _levels(result: CohortResult) -> list[tuple[str, Subgroup | None, Subgroup | None]]:
    found = {(group.level, group.arm): group for group in result.subgroups}
    names = dict.fromkeys(group.level for group in result.subgroups)
    return [(name, found.get((name, "index")), found.get((name, "comparator"))) for name in names]


def _count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def _draw(axes: Axes, y: int, row: _Row) -> None:
    if row.span is None:
        return
    lo, hi = row.span
    if row.risk is None:
        axes.barh(y, hi - lo, left=lo, height=0.45, color="#eeeeee", edgecolor="#999999", hatch="////", linewidth=0.5)
        return
    axes.plot([lo, hi], [y, y], color=row.look.colour, linewidth=1.6)
    axes.plot([row.risk], [y], row.look.marker, color=row.look.colour, markersize=6)


def _risk_text(row: _Row) -> str:
    if row.span is None:
        return "nobody"
    lo, hi = (f"{limit * 100:.1f}" for limit in row.span)
    return f"suppressed, could be {lo}-{hi}%" if row.risk is None else f"{percent(row.risk)} ({lo}-{hi})"


def _ceiling(highest: float) -> float:
    """The end of an axis that has room above `highest`."""
    room = min(1.0, highest * 1.12)
    step: float = 10 ** math.floor(math.log10(max(room, 1e-4)))
    return min(1.0, math.ceil(room / step * 2) / 2 * step)


def _curve_alt(result: CohortResult, arms: list[tuple[Arm, str, _Look]]) -> str:
    said = [
        f"Population {name}: {percent(1 - arm.curve[-1].survival)} by day {arm.curve[-1].day}"
        f" (95% band {(1 - arm.curve[-1].hi) * 100:.1f}-{(1 - arm.curve[-1].lo) * 100:.1f}), n = {arm.n:,}"
        for arm, name, _ in arms
    ]
    return f"Curve of the cumulative risk of {result.outcome}. {'; '.join(said)}."


def _forest_alt(result: CohortResult, rows: list[_Row]) -> str:
    said = "; ".join(f"{row.label}: {row.counts}, {_risk_text(row)}" for row in rows)
    by = (result.breakdown or "").replace("_", " ")
    return f"Risk of {result.outcome}, by {by}. Population: {result.population}. {said}."
