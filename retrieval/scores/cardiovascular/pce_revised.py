"""The revised Pooled Cohort Equations (Yadlowsky S et al., Ann Intern Med 2018, supplement)."""

from __future__ import annotations

import math

from retrieval.scores.cardiovascular.pce import CATEGORIES, INPUTS
from retrieval.scores.common import CARDIOVASCULAR_DISEASE
from retrieval.scores.score import Part, Score, Values

_FEMALE = {
    "intercept": -12.823110,
    "age": 0.106501,
    "black": 0.432440,
    "sbp_squared": 0.000056,
    "sbp": 0.017666,
    "treated": 0.731678,
    "diabetes": 0.943970,
    "smoker": 1.009790,
    "ratio": 0.151318,
    "age_black": -0.008580,
    "sbp_treated": -0.003647,
    "sbp_black": 0.006208,
    "treated_black": 0.152968,
    "age_sbp": -0.000153,
    "black_diabetes": 0.115232,
    "black_smoker": -0.092231,
    "black_ratio": 0.070498,
    "black_sbp_treated": -0.000173,
    "black_age_sbp": -0.000094,
}
_MALE = {
    "intercept": -11.679980,
    "age": 0.064200,
    "black": 0.482835,
    "sbp_squared": -0.000061,
    "sbp": 0.038950,
    "treated": 2.055533,
    "diabetes": 0.842209,
    "smoker": 0.895589,
    "ratio": 0.193307,
    "age_black": 0.0,
    "sbp_treated": -0.014207,
    "sbp_black": 0.011609,
    "treated_black": -0.119460,
    "age_sbp": 0.000025,
    "black_diabetes": -0.077214,
    "black_smoker": -0.226771,
    "black_ratio": -0.117749,
    "black_sbp_treated": 0.004190,
    "black_age_sbp": -0.000199,
}


def _risk(values: Values) -> dict[str, float]:
    years, sbp, treated = values["age"], values["systolic_bp"], values["bp_treated"]
    black = values["race"] == "black"
    ratio = values["total_cholesterol"] / values["hdl_cholesterol"]
    terms = {
        "intercept": 1,
        "age": years,
        "black": black,
        "sbp_squared": sbp**2,
        "sbp": sbp,
        "treated": treated,
        "diabetes": values["diabetes"],
        "smoker": values["smoker"],
        "ratio": ratio,
        "age_black": years * black,
        "sbp_treated": sbp * treated,
        "sbp_black": sbp * black,
        "treated_black": treated * black,
        "age_sbp": years * sbp,
        "black_diabetes": black * values["diabetes"],
        "black_smoker": black * values["smoker"],
        "black_ratio": black * ratio,
        "black_sbp_treated": black * sbp * treated,
        "black_age_sbp": black * years * sbp,
    }
    weights = _MALE if values["sex"] == "male" else _FEMALE
    return {"ascvd": 100 / (1 + math.exp(-sum(weights[name] * term for name, term in terms.items())))}


SCORE = Score(
    name="pce-revised",
    title="revised Pooled Cohort Equations, 10-year ASCVD",
    version="Yadlowsky 2018",
    published="Yadlowsky S et al., Ann Intern Med 2018;169:20-29",
    doi="10.7326/M17-3011",
    predicts="the 10-year risk of a first heart attack, coronary death or stroke",
    population="adults of 40 to 79 years without atherosclerotic disease, United States",
    # Quadratic in SBP: a few pressures between the ends show where it turns.
    parts=(Part(INPUTS, _risk, {"systolic_bp": (110.0, 130.0, 150.0, 170.0, 185.0)}),),
    meaning=CATEGORIES,
    output="ascvd",
    unit="%",
    decimals=1,
    not_with=CARDIOVASCULAR_DISEASE,
    family="pce",
)
