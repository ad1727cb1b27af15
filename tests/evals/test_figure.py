from __future__ import annotations

from xml.etree import ElementTree

import pytest

from evals.report.figure import Figure, Ratio, curves, ratios

_SVG = "{http://www.w3.org/2000/svg}"


def drawn(figure: Figure) -> ElementTree.Element:
    root = ElementTree.fromstring(figure.svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == figure.title
    return root


def test_a_curve_runs_through_its_points_and_stands_in_the_table() -> None:
    figure = curves("R & C", "Text.", ("coverage", "risk"), {"a": [(0.2, 0.0), (1.0, 0.1)], "b": [(0.5, 0.05)]})
    lines = drawn(figure).findall(f"{_SVG}polyline")
    assert len(lines) == 2
    (x0, y0), (x1, y1) = [tuple(map(float, point.split(","))) for point in lines[0].attrib["points"].split()]
    assert x0 < x1
    assert y0 > y1  # a higher risk is drawn higher
    assert lines[0].get("stroke-dasharray") != lines[1].get("stroke-dasharray")
    assert figure.rows == [["a", "20%", "0%"], ["a", "100%", "10%"], ["b", "50%", "5%"]]


def test_a_forest_plot_marks_what_was_planted() -> None:
    rows = [Ratio("all", 1.0, 0.9, 1.1), Ratio("race: <b>", 1.4, 1.1, 1.8, mark=1.11)]
    figure = ratios("O/E", "Text.", rows, (0.8, 1.25))
    root = drawn(figure)
    first, second = [float(one.attrib["x"]) for one in root.findall(f"{_SVG}rect")]
    assert first < second
    assert len(root.findall(f"{_SVG}path")) == 1
    assert "race: <b>" in [text.text for text in root.findall(f"{_SVG}text")]
    assert figure.rows[1] == ["race: <b>", "1.40", "1.10 to 1.80", "1.11"]


@pytest.mark.parametrize("value", [0.05, 12.0])
def test_whatever_is_drawn_stays_within_the_picture(value: float) -> None:
    root = drawn(ratios("O/E", "Text.", [Ratio("one", value, value / 2, value * 2)], (0.8, 1.25)))
    width = float(root.attrib["viewBox"].split()[2])
    assert all(0 <= float(one.attrib[x]) <= width for one in root.findall(f"{_SVG}line") for x in ("x1", "x2"))
