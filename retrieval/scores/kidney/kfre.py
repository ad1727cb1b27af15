"""Kidney failure risk equation, four variables (Tangri N et al., JAMA 2011; recalibrated, JAMA 2016)."""

from __future__ import annotations

import math

from retrieval.scores.common import SEX, age, of_100
from retrieval.scores.inputs import Choice, number
from retrieval.scores.score import Part, Score, Values

_REGION = Choice("region", "region of the calibration", ("north america", "elsewhere"))
_SURVIVAL = {"north america": (0.9240, 0.9750), "elsewhere": (0.9365, 0.9832)}
"""Baseline survival at 5 and at 2 years."""


def _risk(values: Values) -> dict[str, float]:
    total = (
        -0.2201 * (values["age"] / 10 - 7.036)
        + 0.2467 * ((values["sex"] == "male") - 0.5642)
        - 0.5567 * (values["egfr"] / 5 - 7.222)
        + 0.4510 * (math.log(values["urine_acr"]) - 5.137)
    )
    five, two = _SURVIVAL[values["region"]]
    return {"5_years": 100 * (1 - five ** math.exp(total)), "2_years": 100 * (1 - two ** math.exp(total))}


SCORE = Score(
    name="kfre",
    title="kidney failure risk equation (4 variables), 5-year",
    version="Tangri 2016 calibration",
    published="Tangri N et al., JAMA 2016;315:164-174",
    doi="10.1001/jama.2015.18202",
    predicts="the 5-year risk of kidney failure treated by dialysis or transplant",
    population="adults with chronic kidney disease G3 to G5 (eGFR below 60) who are not on dialysis",
    parts=(Part((age(18, 110), SEX, number("egfr", 5, 60), number("urine_acr", 1, 25_000), _REGION), _risk),),
    meaning=lambda value, _: of_100(value, "reach kidney failure within 5 years"),
    output="5_years",
    unit="%",
    decimals=1,
    about=("chronic kidney disease",),
    not_with=("dialysis",),
    licence="The equation is published; its name and the authors' own calculator are theirs.",
)
