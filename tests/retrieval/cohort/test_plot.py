import io
import re
from xml.etree import ElementTree

import matplotlib.image
import numpy as np
import pytest
from released_samples import arm, query, released

from retrieval.cohort import plot
from retrieval.cohort.disclosure.released import Cell, LevelCounts, Step
from retrieval.cohort.measures import measure
from retrieval.cohort.result import CohortResult

STEPS = (Step(start=1, end=16, at_risk=1000, events=90, deaths=11, censored=0),
         Step(start=16, end=31, at_risk=899, events=60, deaths=11, censored=11))  # fmt: skip
HOSTILE = 'patients <script>"like" & this one'


def result(**changes: object) -> CohortResult:
    levels = (
        LevelCounts(arm="index", level="White", n=Cell.shown(900), events=Cell.shown(140)),
        LevelCounts(arm="index", level="Asian", n=Cell.shown(40), events=Cell.hidden(1, 10)),
        LevelCounts(arm="comparator", level="White", n=Cell.shown(800), events=Cell.shown(200)),
    )
    answer = released(
        index=arm(1000, 150, steps=STEPS), comparator=arm(1000, 220, steps=STEPS), levels=levels, **changes
    )
    return measure(
        query(title=r"Costs of $\bad{$", population=HOSTILE, comparator_population="on the ward", breakdown="race"),
        answer,
    )


def svg_of(picture: plot.Picture | None) -> str:
    assert picture is not None
    assert picture.media_type == "image/svg+xml"
    return picture.data.decode()


@pytest.mark.parametrize("draw", [plot.curve, plot.forest])
def test_picture_is_named_for_those_who_cannot_see_it(draw: type[plot.curve]) -> None:
    picture = draw(result())
    tree = ElementTree.fromstring(svg_of(picture))
    title = tree.find("{http://www.w3.org/2000/svg}title")
    assert tree.get("role") == "img"
    assert title is not None
    assert picture is not None
    assert title.text == picture.alt
    assert picture.alt.startswith("Synthetic data. ")


def test_alt_text_of_the_curve_has_its_numbers() -> None:
    picture = plot.curve(result())
    assert picture is not None
    assert re.search(r"15\.2% by day 30 \(95% band 13\.\d-17\.\d\), n = 1,000", picture.alt)
    assert "Population on the ward" in picture.alt


def test_alt_text_of_the_forest_says_what_is_suppressed() -> None:
    picture = plot.forest(result())
    assert picture is not None
    assert "Asian: – / 40, suppressed, could be 2.5-25.0%" in picture.alt
    assert "White: 140 / 900, 15.6% (13.3-18.1); comparator: 200 / 800" in picture.alt


def test_png_is_an_image_with_something_on_it() -> None:
    picture = plot.curve(result(), "png")
    assert picture is not None
    pixels = matplotlib.image.imread(io.BytesIO(picture.data))
    assert pixels.shape[1] > 800
    assert np.unique(pixels[..., 0]).size > 50


def test_the_same_result_makes_the_same_picture() -> None:
    assert plot.curve(result()) == plot.curve(result())


def test_real_data_is_not_stamped() -> None:
    real = result().data.model_copy(update={"synthetic": False})
    stamped, plain = plot.forest(result()), plot.forest(result().model_copy(update={"data": real}))
    assert stamped is not None
    assert plain is not None
    assert "Synthetic" not in plain.alt
    assert b"#9c1c1c" in stamped.data
    assert b"#9c1c1c" not in plain.data


def test_nothing_to_draw_is_none() -> None:
    bare = measure(query(), released(index=arm(1000, 150)))
    assert plot.curve(bare) is None
    assert plot.forest(bare) is None


def test_a_level_that_hides_all_and_one_with_nobody_are_drawn() -> None:
    levels = (
        LevelCounts(arm="index", level="a", n=Cell.hidden(1, 10), events=Cell.hidden(0, 10)),
        LevelCounts(arm="index", level="b", n=Cell.shown(0), events=Cell.shown(0)),
    )
    picture = plot.forest(measure(query(breakdown="race"), released(index=arm(500, 0), levels=levels)))
    assert picture is not None
    assert "a: – / –, suppressed, could be 0.0-100.0%; b: 0 / 0, nobody" in picture.alt
