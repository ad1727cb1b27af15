from __future__ import annotations

import re
from pathlib import Path

import pytest
from samples import HOSTILE
from typer.testing import CliRunner

from copilot.cli import eval as cli
from evals.manifest import Manifest
from evals.report.compare import moved, turned, unlike
from evals.report.figure import Ratio, ratios
from evals.report.model import BarReport, JudgedCase, Measured, Report, SuiteReport
from evals.report.table import table
from evals.report.write import html, read, write


def made(value: float, passed: bool, outcome: str = "met") -> Report:
    measure = Measured(name="held", value=value, low=0, high=1, n=2, cases=2, method="Wilson")
    case = JudgedCase(
        id="one", group="g", input=HOSTILE, output={"said": HOSTILE}, passed=passed, why=HOSTILE, evidence=[HOSTILE]
    )
    bar = BarReport.model_validate(
        {"suite": "s", "measure": "held", "bar": "at least 1", "reason": HOSTILE, "value": value, "low": 0, "high": 1}
        | {"outcome": outcome}
    )
    suite = SuiteReport(name="s", card={"checks": HOSTILE}, measures=[measure], cases=[case])
    return Report(run={"size": "slice", "seed": 1}, bars=[bar], suites=[suite], left_out={})


def test_the_page_is_one_file_and_runs_nothing_that_a_case_says() -> None:
    page = html(made(1, True))
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert page.count("<h1>") == 1
    assert 'lang="en"' in page


def test_measures_stand_under_their_headings_and_figures_beside_their_numbers() -> None:
    report = made(1, True)
    suite = report.suites[0]
    measures = [suite.measures[0].model_copy(update={"name": name, "heading": h}) for name, h in _HEADED]
    suite = suite.model_copy(update={"measures": measures, "figures": [ratios("O/E", HOSTILE, _DRAWN, (0.8, 1.25))]})
    page = html(report.model_copy(update={"suites": [suite]}))
    assert page.index(">c<") < page.index("Safe</th>")
    assert page.count('<svg viewBox="0 0') == 1
    assert "<img" not in page
    assert "<td>0.90 to 1.10</td>" in page


_HEADED = (("a", "Fair"), ("b", "Safe"), ("c", "Fair"))
_DRAWN = [Ratio(f"all {HOSTILE}", 1.0, 0.9, 1.1)]


def test_the_table_has_a_row_a_measure_and_one_for_a_bar_without() -> None:
    report = made(0.5, False, "broken")
    lost = report.bars[0].model_copy(
        update={"measure": f"lost | {HOSTILE}", "value": None, "outcome": "not measured"}
    )
    lines = table(report.model_copy(update={"bars": [*report.bars, lost], "left_out": {"t": "a\nb"}})).splitlines()
    assert lines[:2] == [
        "size slice, seed 1: 0 of 2 bars met; 1 cases, 0 of them failed.",
        "Without a result: t: a b",
    ]
    assert "| s | held | 0.500 | 0.000 to 1.000 | 2 | at least 1 | broken |" in lines
    assert lines[-1].startswith("| s | lost / ") and lines[-1].endswith("| – | – | – | at least 1 | not measured |")
    assert not any("<" in line for line in lines)
    assert {line.count("|") for line in lines[3:]} == {8}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    report = made(0.5, False, "broken")
    write(report, tmp_path)
    assert read(tmp_path) == report
    assert not report.holds


def test_two_runs_are_compared_by_measures_and_cases() -> None:
    before, after = made(1, True), made(0.5, False)
    (held,) = moved(before, after)
    assert held.before and held.after and (held.measure, held.before.value, held.after.value) == ("held", 1, 0.5)
    assert [(one.case, one.held_before) for one in turned(before, after)] == [("one", True)]
    assert moved(before, before) == [] == turned(before, before)
    assert unlike(before, after) == []
    assert unlike(before, after.model_copy(update={"run": {"size": "full", "seed": 1}})) == ["size"]


def test_a_suite_that_failed_on_a_case_does_not_hold() -> None:
    report = made(1, True)
    case = report.suites[0].cases[0].model_copy(update={"error": "it broke"})
    suite = report.suites[0].model_copy(update={"cases": [case]})
    assert report.holds
    assert not report.model_copy(update={"suites": [suite]}).holds


def test_the_command_line_runs_a_slice_and_writes_its_files(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["run", "scores", "--slice", "--report", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert read(tmp_path).holds
    assert Manifest.read(tmp_path).size == "slice"
    assert (tmp_path / "report.html").is_file()
    assert "| scores | golden values met | 1.000 |" in (tmp_path / "report.md").read_text(encoding="utf-8")
    again = CliRunner().invoke(cli.app, ["report", str(tmp_path)])
    assert again.exit_code == 0
    same = CliRunner().invoke(cli.app, ["compare", str(tmp_path), str(tmp_path)])
    assert "0 measures moved" in same.output


def test_a_broken_bar_is_exit_code_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from retrieval.scores.kidney import ckd_epi

    monkeypatch.setattr(ckd_epi, "egfr", lambda creatinine, age, sex: 0.0)
    done = CliRunner().invoke(cli.app, ["run", "scores", "--slice", "--report", str(tmp_path)])
    assert done.exit_code == 1
    assert "broken" in done.output


def test_every_suite_is_listed() -> None:
    listed = CliRunner().invoke(cli.app, ["list"]).output
    assert all(name in listed for name in ("gate", "grounding", "retraction", "fairness"))
