"""Framingham general cardiovascular risk, 10 years, with lipids or BMI (D'Agostino RB et al., Circulation 2008)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

from retrieval.scores.common import BP_TREATED, CARDIOVASCULAR_DISEASE, DIABETES, SEX, SMOKER, age
from retrieval.scores.inputs import Input, Number, number
from retrieval.scores.score import Part, Score, Values, bands

# Table 2 and the appendix: weights of the natural logarithms, of smoking and diabetes; mean; baseline survival.
_TERMS = ("age", "total_cholesterol", "hdl_cholesterol", "bmi", "untreated", "treated", "smoker", "diabetes")
_LIPIDS = {
    "female": (2.32888, 1.20904, -0.70833, 0, 2.76157, 2.82263, 0.52873, 0.69154, 26.1931, 0.95012),
    "male": (3.06117, 1.12370, -0.93263, 0, 1.93303, 1.99881, 0.65451, 0.57367, 23.9802, 0.88936),
}
_BMI = {
    "female": (2.72107, 0, 0, 0.51125, 2.81291, 2.88267, 0.61868, 0.77763, 26.0145, 0.94833),
    "male": (3.11296, 0, 0, 0.79277, 1.85508, 1.92672, 0.70953, 0.53160, 23.9388, 0.88431),
}


def _risk(table: Mapping[str, tuple[float, ...]], values: Values) -> dict[str, float]:
    *weights, mean, survival = table[values["sex"]]
    terms = {name: math.log(values[name]) for name in _TERMS[:4] if name in values}
    pressure = math.log(values["systolic_bp"])
    terms |= {"untreated": pressure * (not values["bp_treated"]), "treated": pressure * values["bp_treated"]}
    terms |= {"smoker": values["smoker"], "diabetes": values["diabetes"]}
    total = sum(weight * terms.get(name, 0) for name, weight in zip(_TERMS, weights, strict=True))
    return {"cvd": 100 * (1 - survival ** math.exp(total - mean))}


def _score(name: str, title: str, table: Mapping[str, tuple[float, ...]], *body: Number) -> Score:
    inputs: tuple[Input, ...] = (
        age(30, 74),
        SEX,
        *body,
        number("systolic_bp", 90, 200),
        BP_TREATED,
        DIABETES,
        SMOKER,
    )
    return Score(
        name=name,
        title=title,
        version="Framingham 2008",
        published="D'Agostino RB et al., Circulation 2008;117:743-753",
        doi="10.1161/CIRCULATIONAHA.107.699579",
        predicts="the 10-year risk of a first coronary, cerebral or peripheral arterial event or heart failure",
        population="adults of 30 to 74 years without cardiovascular disease, one town in the United States",
        parts=(Part(inputs, partial(_risk, table)),),
        meaning=bands(
            (0, "low risk, below 6%"), (6, "intermediate risk, 6% to 20%"), (20.05, "high risk, above 20%")
        ),
        output="cvd",
        unit="%",
        decimals=1,
        not_with=CARDIOVASCULAR_DISEASE,
        family="framingham",
    )


SCORES = (
    _score(
        "framingham",
        "Framingham general CVD, 10-year",
        _LIPIDS,
        number("total_cholesterol", 100, 405),
        number("hdl_cholesterol", 10, 100),
    ),
    _score("framingham-bmi", "Framingham general CVD with BMI, 10-year", _BMI, number("bmi", 15, 60)),
)
