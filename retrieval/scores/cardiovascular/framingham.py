"""Framingham general cardiovascular risk, 10 years (D'Agostino RB et al., Circulation 2008, table 2)."""

from __future__ import annotations

import math

from retrieval.scores.common import BP_TREATED, CARDIOVASCULAR_DISEASE, DIABETES, SEX, SMOKER, age
from retrieval.scores.inputs import number
from retrieval.scores.score import Part, Score, Values, bands

# ln age, ln cholesterol, ln HDL, ln untreated SBP, ln treated SBP, smoker, diabetes, mean, baseline survival
_WEIGHTS = {
    "female": (2.32888, 1.20904, -0.70833, 2.76157, 2.82263, 0.52873, 0.69154, 26.1931, 0.95012),
    "male": (3.06117, 1.12370, -0.93263, 1.93303, 1.99881, 0.65451, 0.57367, 23.9802, 0.88936),
}


def _risk(values: Values) -> dict[str, float]:
    *weights, mean, survival = _WEIGHTS[values["sex"]]
    ln_sbp = math.log(values["systolic_bp"])
    terms = (
        math.log(values["age"]),
        math.log(values["total_cholesterol"]),
        math.log(values["hdl_cholesterol"]),
        ln_sbp * (not values["bp_treated"]),
        ln_sbp * values["bp_treated"],
        values["smoker"],
        values["diabetes"],
    )
    total = sum(weight * term for weight, term in zip(weights, terms, strict=True))
    return {"cvd": 100 * (1 - survival ** math.exp(total - mean))}


SCORE = Score(
    name="framingham",
    title="Framingham general CVD, 10-year",
    version="Framingham 2008",
    published="D'Agostino RB et al., Circulation 2008;117:743-753",
    doi="10.1161/CIRCULATIONAHA.107.699579",
    predicts="the 10-year risk of a first coronary, cerebrovascular or peripheral arterial event or heart failure",
    population="adults of 30 to 74 years without cardiovascular disease, one town in the United States",
    parts=(
        Part(
            (
                age(30, 74),
                SEX,
                number("total_cholesterol", 100, 405),
                number("hdl_cholesterol", 10, 100),
                number("systolic_bp", 90, 200),
                BP_TREATED,
                DIABETES,
                SMOKER,
            ),
            _risk,
        ),
    ),
    meaning=bands((0, "low risk, below 6%"), (6, "intermediate risk, 6% to 20%"), (20.05, "high risk, above 20%")),
    output="cvd",
    unit="%",
    decimals=1,
    not_with=CARDIOVASCULAR_DISEASE,
)
