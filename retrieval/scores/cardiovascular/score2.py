"""SCORE2 and SCORE2-OP: first cardiovascular event within 10 years, by European risk region.

SCORE2 working group, Eur Heart J 2021;42:2439-2454 (supplement, methods tables 2 and 4) and SCORE2-OP working group,
Eur Heart J 2021;42:2455-2467 (supplement, table 2 and recalibration).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from retrieval.scores.common import CARDIOVASCULAR_DISEASE, DIABETES, SEX, SMOKER, age
from retrieval.scores.inputs import Choice, Input, number
from retrieval.scores.known import Known
from retrieval.scores.score import Part, Score, Values

REGION = Choice("risk_region", "ESC risk region of the country", ("low", "moderate", "high", "very high"))

# Recalibration by region: scale1, scale2.
SCALES = {
    "male": {
        "low": (-0.5699, 0.7476),
        "moderate": (-0.1565, 0.8009),
        "high": (0.3207, 0.9360),
        "very high": (0.5836, 0.8294),
    },
    "female": {
        "low": (-0.7380, 0.7019),
        "moderate": (-0.3143, 0.7701),
        "high": (0.5710, 0.9369),
        "very high": (0.9412, 0.8329),
    },
}
_SCALES_OP = {
    "male": {"low": (-0.34, 1.19), "moderate": (0.01, 1.25), "high": (0.08, 1.15), "very high": (0.05, 0.70)},
    "female": {"low": (-0.52, 1.01), "moderate": (-0.10, 1.10), "high": (0.38, 1.09), "very high": (0.38, 0.69)},
}
# age, smoker, SBP, diabetes, cholesterol, HDL, then age times smoker, SBP, cholesterol, HDL, diabetes
_WEIGHTS = {
    "male": (0.3742, 0.6012, 0.2777, 0.6457, 0.1458, -0.2698, -0.0755, -0.0255, -0.0281, 0.0426, -0.0983),
    "female": (0.4648, 0.7744, 0.3131, 0.8096, 0.1002, -0.2606, -0.1088, -0.0277, -0.0226, 0.0613, -0.1272),
}
_WEIGHTS_OP = {
    "male": (0.0634, 0.3524, 0.0094, 0.4245, 0.0850, -0.3564, -0.0247, -0.0005, 0.0073, 0.0091, -0.0174),
    "female": (0.0789, 0.4921, 0.0102, 0.6010, 0.0605, -0.3040, -0.0255, -0.0004, -0.0009, 0.0154, -0.0107),
}
SURVIVAL = {"male": 0.9605, "female": 0.9776}
_SURVIVAL_OP = {"male": (0.7576, 0.0929), "female": (0.8082, 0.229)}


def recalibrated(linear: float, survival: float, scale: tuple[float, float]) -> float:
    """Percent, from the linear predictor, the baseline survival and a region's scales.

    The paper's ln(-ln(1 - risk)) of the uncalibrated risk is the linear predictor plus ln(-ln(survival)).
    """
    return 100 * (1 - math.exp(-math.exp(scale[0] + scale[1] * (linear + math.log(-math.log(survival))))))


def _linear(weights: tuple[float, ...], years: float, sbp: float, total: float, hdl: float, values: Values) -> float:
    smoker, diabetes = values["smoker"], values["diabetes"]
    terms = (
        years, smoker, sbp, diabetes, total, hdl,
        years * smoker, years * sbp, years * total, years * hdl, years * diabetes,
    )  # fmt: skip
    return math.fsum(weight * term for weight, term in zip(weights, terms, strict=True))


def _risk(values: Values) -> dict[str, float]:
    sex = values["sex"]
    years, sbp = (values["age"] - 60) / 5, (values["systolic_bp"] - 120) / 20
    total, hdl = values["total_cholesterol"] - 6, (values["hdl_cholesterol"] - 1.3) / 0.5
    linear = _linear(_WEIGHTS[sex], years, sbp, total, hdl, values)
    return {"cvd": recalibrated(linear, SURVIVAL[sex], SCALES[sex][values["risk_region"]])}


def _risk_op(values: Values) -> dict[str, float]:
    sex = values["sex"]
    years, sbp = values["age"] - 73, values["systolic_bp"] - 150
    total, hdl = values["total_cholesterol"] - 6, values["hdl_cholesterol"] - 1.4
    survival, mean = _SURVIVAL_OP[sex]
    linear = _linear(_WEIGHTS_OP[sex], years, sbp, total, hdl, values) - mean
    return {"cvd": recalibrated(linear, survival, _SCALES_OP[sex][values["risk_region"]])}


def category(value: float, years: float) -> str:
    """ESC 2021 prevention guideline, table 5: thresholds rise with age."""
    high, very_high = (2.5, 7.5) if years < 50 else (5, 10) if years < 70 else (7.5, 15)
    name = "low-to-moderate" if value < high else "high" if value < very_high else "very high"
    return f"{name} risk for this age (ESC 2021)"


def _meaning(value: float, known: Mapping[str, Known]) -> str:
    years = known.get("age")
    return category(value, years) if isinstance(years, float) else "read by age: ESC 2021 thresholds rise with it"


def _score(
    name: str, title: str, doi: str, published: str, years: tuple[int, int], of: Callable[[Values], dict[str, float]]
) -> Score:
    inputs: tuple[Input, ...] = (
        age(*years),
        SEX,
        REGION,
        SMOKER,
        number("systolic_bp", 80, 220),
        number("total_cholesterol", 2, 12, unit="mmol/L"),
        number("hdl_cholesterol", 0.4, 4, unit="mmol/L"),
        DIABETES,
    )
    return Score(
        name=name,
        title=f"{title}, 10-year CVD",
        version=f"{title} 2021",
        published=published,
        doi=doi,
        predicts="the 10-year risk of a first heart attack, stroke or cardiovascular death",
        population=f"people of {years[0]} to {years[1]} years in Europe without cardiovascular disease; in diabetes "
        "SCORE2-Diabetes is the one made for it",
        parts=(Part(inputs, of),),
        meaning=_meaning,
        output="cvd",
        unit="%",
        decimals=1,
        not_with=(*CARDIOVASCULAR_DISEASE, "diabetes"),
    )


SCORES = (
    _score(
        "score2",
        "SCORE2",
        "10.1093/eurheartj/ehab309",
        "SCORE2 working group, Eur Heart J 2021;42:2439-2454",
        (40, 69),
        _risk,
    ),
    _score(
        "score2-op",
        "SCORE2-OP",
        "10.1093/eurheartj/ehab312",
        "SCORE2-OP working group, Eur Heart J 2021;42:2455-2467",
        (70, 89),
        _risk_op,
    ),
)
