"""A cohort result as pictures: the curve with numbers at risk, and a forest of subgroups; each with its alt text.

Colours are Okabe and Ito's, distinct under every common colour blindness; lines and markers differ as well.
"""

from __future__ import annotations

import html
import io
import math
from typing import Any, Literal, NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from retrieval.cohort.result import Arm, CohortResult, Interval, Subgroup
from retrieval.cohort.words import percent
from retrieval.evidence import Frozen

Format = Literal["svg", "png"]

_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "cohort",
}
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


class Picture(Frozen):
    """An image and what it shows, for those who cannot see it."""

    data: bytes
    media_type: Literal["image/svg+xml", "image/png"]
    alt: str


def curve(result: CohortResult, kind: Format = "svg") -> Picture | None:
    """Cumulative risk (1 - survival, deaths censored) with 95% bands and numbers at risk; None without a curve."""
    arms = [(arm, name, look) for arm, name, look in _arms(result) if arm.curve]
    if not arms:
        return None
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(7.6, 4.6 + 0.3 * len(arms)), layout="constrained")
        axes = figure.subplots()
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
        return _save(figure, axes, result, kind, _curve_alt(result, arms))


def forest(result: CohortResult, kind: Format = "svg") -> Picture | None:
    """Risk with 95% interval in all and in each level of the breakdown; None without a breakdown.

    A suppressed level shows, hatched, the range that its risk could lie in.
    """
    if not result.subgroups:
        return None
    rows = _rows(result)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(8.8, 1.5 + 0.36 * len(rows)), layout="constrained")
        axes = figure.subplots()
        across = axes.get_yaxis_transform()
        for y, row in zip(range(len(rows), 0, -1), rows, strict=True):
            _draw(axes, y, row)
            axes.text(-0.015, y, row.label, ha="right", va="center", transform=across)
            axes.text(1.02, y, row.counts, va="center", transform=across)
            axes.text(1.20, y, _risk_text(row), va="center", transform=across)
        for x, head in ((1.02, "events / n"), (1.20, "risk (95% CI)")):
            axes.text(x, len(rows) + 0.9, head, va="center", transform=across, color=_GREY)
        axes.set_ylim(0.4, len(rows) + 1.2)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlim(0, _ceiling(max(row.span[1] for row in rows if row.span)))
        axes.xaxis.set_major_formatter(_PERCENT)
        axes.set_xlabel(f"Risk of {result.outcome}")
        axes.grid(axis="x", color="#e5e5e5")
        return _save(figure, axes, result, kind, _forest_alt(result, rows))


def _arms(result: CohortResult) -> list[tuple[Arm, str, _Look]]:
    named: list[tuple[Arm, str, _Look]] = [(result, result.population, _INDEX)]
    if result.comparator:
        named.append((result.comparator, result.comparator_population or "comparator", _OTHER))
    return named


def _numbers_at_risk(axes: Axes, arms: list[tuple[Arm, str, _Look]]) -> None:
    """Under the axis: how many are at risk when each step of the curve begins, thinned to what fits."""
    below = axes.get_xaxis_transform()
    axes.text(0, -0.23, "Number at risk", transform=below, ha="left", color=_GREY)
    for line, (arm, _, look) in enumerate(arms):
        starts = [0, *(p.day for p in arm.curve[:-1])]
        every = math.ceil(len(starts) / 7)
        for day, point in list(zip(starts, arm.curve, strict=True))[::every]:
            side = "left" if day == 0 else "center"
            axes.text(day, -0.30 - 0.065 * line, f"{point.at_risk:,}", transform=below, color=look.colour, ha=side)


def _rows(result: CohortResult) -> list[_Row]:
    several = result.comparator is not None
    suffix = {"index": "", "comparator": " · comparator"}
    rows = [
        _row("All" + (suffix["comparator"] if look is _OTHER else ""), look, arm.n, arm.events, arm.risk, arm)
        for arm, _, look in _arms(result)
    ]
    for group in result.subgroups:
        look = _INDEX if group.arm == "index" else _OTHER
        label = group.level + (suffix[group.arm] if several else "")
        rows.append(_row(label, look, group.n, group.events, group.risk, group))
    return rows


def _row(
    label: str, look: _Look, n: int | None, events: int | None, risk: float | None, group: Arm | Subgroup
) -> _Row:
    span = group.ci if risk is not None else group.could_be.risk if group.could_be else None
    counts = f"{_count(events)} / {_count(n)}"
    return _Row(label, look, counts, risk, span)


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
    return f"hidden: {lo} to {hi}% possible" if row.risk is None else f"{percent(row.risk)} ({lo}-{hi})"


def _ceiling(highest: float) -> float:
    """The end of an axis that has room above `highest`."""
    room = min(1.0, highest * 1.12)
    step: float = 10 ** math.floor(math.log10(max(room, 1e-4)))
    return min(1.0, math.ceil(room / step * 2) / 2 * step)


def _save(figure: Figure, axes: Axes, result: CohortResult, kind: Format, alt: str) -> Picture:
    axes.set_title(result.title, loc="left", fontsize=11, wrap=True)
    if result.data.synthetic:
        figure.text(0.995, 0.99, "SYNTHETIC DATA", ha="right", va="top", color="white", weight="bold", fontsize=8,
                    bbox={"facecolor": "#9c1c1c", "edgecolor": "none", "pad": 3})  # fmt: skip
    buffer = io.BytesIO()
    if kind == "png":
        figure.savefig(buffer, format="png", dpi=160, metadata={"Description": alt})
        return Picture(data=buffer.getvalue(), media_type="image/png", alt=alt)
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    return Picture(data=_named(buffer.getvalue().decode(), alt).encode(), media_type="image/svg+xml", alt=alt)


def _named(svg: str, alt: str) -> str:
    """The SVG with `alt` as its accessible name."""
    start = svg.index("<svg ")
    end = svg.index(">", start)
    return f'{svg[:end]} role="img"><title>{html.escape(alt)}</title>{svg[end + 1 :]}'


def _curve_alt(result: CohortResult, arms: list[tuple[Arm, str, _Look]]) -> str:
    said = [
        f"{name}: {percent(1 - arm.curve[-1].survival)} by day {arm.curve[-1].day}"
        f" (95% band {(1 - arm.curve[-1].hi) * 100:.1f}-{(1 - arm.curve[-1].lo) * 100:.1f}), n = {arm.n:,}"
        for arm, name, _ in arms
    ]
    return f"{_stamp(result)}Curve of the cumulative risk of {result.outcome}. {'; '.join(said)}."


def _forest_alt(result: CohortResult, rows: list[_Row]) -> str:
    said = "; ".join(f"{row.label}: {row.counts}, {_risk_text(row)}" for row in rows)
    return f"{_stamp(result)}Risk of {result.outcome}, by {(result.breakdown or '').replace('_', ' ')}. {said}."


def _stamp(result: CohortResult) -> str:
    return "Synthetic data. " if result.data.synthetic else ""
