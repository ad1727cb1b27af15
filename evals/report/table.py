"""report.md: every measure and its bar in one table, to be committed or read in a terminal."""

from __future__ import annotations

from evals.report.model import BarReport, Measured, Report

_HEAD = ("| suite | measure | value | 95% interval | out of | bar | |", "|---|---|---|---|---|---|---|")


def table(report: Report) -> str:
    """What was run, how many bars are met, and a row a measure; a bar whose measure was not taken has a row, too."""
    held = {(bar.suite, bar.measure): bar for bar in report.bars}
    rows = [
        _row(suite.name, one.name, one, held.pop((suite.name, one.name), None))
        for suite in report.suites
        for one in suite.measures
    ]
    rows += [_row(suite, name, None, bar) for (suite, name), bar in held.items()]
    run = ", ".join(f"{name} {value}" for name, value in report.run.items())
    met = f"{len(report.bars) - len(report.broken)} of {len(report.bars)} bars met"
    cases = f"{sum(len(suite.cases) for suite in report.suites):,} cases, {report.errors} of them failed"
    left = [f"Without a result: {name}: {_plain(why)}" for name, why in report.left_out.items()]
    return "\n".join([f"{run}: {met}; {cases}.", *left, "", *_HEAD, *rows, ""])


def _row(suite: str, name: str, one: Measured | None, bar: BarReport | None) -> str:
    value = [number(one.value), f"{number(one.low)} to {number(one.high)}", f"{one.n:,.0f}"] if one else ["–"] * 3
    verdict = [bar.bar, bar.outcome] if bar else ["", ""]
    return "| " + " | ".join(_plain(cell) for cell in (suite, name, *value, *verdict)) + " |"


def number(value: float | None) -> str:
    """A value as both reports write it."""
    if value is None:
        return "–"
    return f"{value:.3f}" if abs(value) < 100 else f"{value:,.0f}"


def _plain(text: str) -> str:
    """Without what Markdown or a browser would take for more than text."""
    return " ".join(text.replace("|", "/").replace("<", "&lt;").split())
