"""Figures of the report as SVG: colours of the page's own text, every number in a table beside it. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from pydantic import BaseModel

_DASHES = ("", "6 4", "2 3")
"""Lines are told apart by their dashes, not by colour."""
_WIDTH = 640
_ROW = 24
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 16, 46


class Figure(BaseModel):
    """A table with its reading in words; `svg`, where there is one, draws the same."""

    title: str
    text: str
    columns: list[str]
    rows: list[list[str]]
    svg: str = ""


class Ratio(NamedTuple):
    """A ratio with its interval; `mark` is the true one, where it is known."""

    label: str
    value: float
    low: float
    high: float
    mark: float | None = None


def curves(
    title: str, text: str, axes: tuple[str, str], lines: Mapping[str, Sequence[tuple[float, float]]]
) -> Figure:
    """Lines of (x, y), both shares between 0 and 1; the ordinate ends a little above the highest value."""
    height = 360
    top = min(1.0, math.ceil(10 * max((y for line in lines.values() for _, y in line), default=0.1) + 0.5) / 10)

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + x * (_WIDTH - _LEFT - _RIGHT),
            height - _BOTTOM - y / top * (height - _TOP - _BOTTOM),
        )

    parts = []
    for tick in range(6):
        x, y = at(tick / 5, 0)[0], at(0, tick / 5 * top)[1]
        parts += [_line(x, at(0, 0)[1], x, _TOP, faint=True), _text(x, height - 28, f"{tick / 5:.0%}", "middle")]
        parts += [
            _line(_LEFT, y, _WIDTH - _RIGHT, y, faint=True),
            _text(_LEFT - 8, y + 4, _share(tick / 5 * top), "end"),
        ]
    parts.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, height - 8, axes[0], "middle"))
    parts.append(_text(14, (height - _BOTTOM) / 2, axes[1], "middle", turned=True))
    for number, (name, line) in enumerate(lines.items()):
        dash = _DASHES[number % len(_DASHES)]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in line))
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-dasharray="{dash}"/>'
        )
        y = _TOP + 14 + 20 * number
        parts += [_line(_LEFT + 16, y, _LEFT + 56, y, dash=dash), _text(_LEFT + 64, y + 4, name, "start")]
    rows = [[name, _share(x), _share(y)] for name, line in lines.items() for x, y in line]
    return Figure(title=title, text=text, svg=_svg(title, height, parts), columns=["line", *axes], rows=rows)


def ratios(title: str, text: str, rows: Sequence[Ratio], limits: tuple[float, float]) -> Figure:
    """A forest plot on a log scale; `limits` are the tolerance, drawn as two lines beside 1."""
    left, height = 240, _TOP + _ROW * len(rows) + _BOTTOM
    low = min([0.7, *(row.low for row in rows)])
    high = max([1.4, *(row.high for row in rows)])

    def at(value: float) -> float:
        share = (math.log(value) - math.log(low)) / (math.log(high) - math.log(low))
        return left + share * (_WIDTH - left - _RIGHT)

    bottom = height - _BOTTOM
    parts = [_line(at(one), _TOP, at(one), bottom, faint=True, dash="4 4") for one in limits]
    parts.append(_line(at(1), _TOP, at(1), bottom, faint=True))
    parts += [_text(at(one), bottom + 18, f"{one:g}", "middle") for one in (limits[0], 1, limits[1])]
    parts.append(_text((left + _WIDTH - _RIGHT) / 2, height - 8, "observed over expected (log scale)", "middle"))
    for number, row in enumerate(rows):
        y = _TOP + _ROW * number + _ROW / 2
        parts += [_text(left - 12, y + 4, row.label, "end"), _line(at(row.low), y, at(row.high), y)]
        parts.append(f'<rect x="{at(row.value) - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="currentColor"/>')
        if row.mark is not None:
            x = at(row.mark)
            parts.append(f'<path d="M{x:.1f} {y - 8:.1f} l5 8 l-5 8 l-5 -8 z" fill="Canvas" stroke="currentColor"/>')
    table = [[row.label, _two(row.value), f"{_two(row.low)} to {_two(row.high)}", _two(row.mark)] for row in rows]
    columns = ["group", "observed over expected", "95% interval", "planted"]
    return Figure(title=title, text=text, svg=_svg(title, height, parts), columns=columns, rows=table)


def _svg(title: str, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-size="13" fill="currentColor">{"".join(parts)}</svg>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, *, faint: bool = False, dash: str = "") -> str:
    opacity, width = ("0.35", 1) if faint else ("1", 2)
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor" '
        f'stroke-width="{width}" stroke-opacity="{opacity}" stroke-dasharray="{dash}"/>'
    )


def _text(x: float, y: float, said: str, anchor: str, *, turned: bool = False) -> str:
    turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turned else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{turn}>{escape(said)}</text>'


def _share(value: float) -> str:
    return f"{value:.0%}"


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
