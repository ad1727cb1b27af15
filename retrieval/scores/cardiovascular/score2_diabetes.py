"""SCORE2-Diabetes (SCORE2-Diabetes working group, Eur Heart J 2023;44:2544-2556, supplement)."""

from __future__ import annotations

import math

from retrieval.scores.cardiovascular.score2 import REGION, SCALES, SURVIVAL, recalibrated
from retrieval.scores.common import CARDIOVASCULAR_DISEASE, SEX, SMOKER, age
from retrieval.scores.inputs import number
from retrieval.scores.score import Part, Score, Values, bands

# age, smoker, SBP, diabetes, cholesterol, HDL, age x smoker, x SBP, x diabetes, x cholesterol, x HDL,
# age at diagnosis, HbA1c, ln eGFR, ln eGFR squared, HbA1c x age, ln eGFR x age
_WEIGHTS = {
    "male": (
        0.5368, 0.4774, 0.1322, 0.6457, 0.1102, -0.1087, -0.0672, -0.0268, -0.0983, -0.0181, 0.0095,
        -0.0998, 0.0955, -0.0591, 0.0058, -0.0134, 0.0115,
    ),
    "female": (
        0.6624, 0.6139, 0.1421, 0.8096, 0.1127, -0.1568, -0.1122, -0.0167, -0.1272, -0.0200, 0.0186,
        -0.1180, 0.1173, -0.0640, 0.0062, -0.0196, 0.0169,
    ),
}  # fmt: skip


def _risk(values: Values) -> dict[str, float]:
    sex, smoker = values["sex"], values["smoker"]
    years, sbp = (values["age"] - 60) / 5, (values["systolic_bp"] - 120) / 20
    total, hdl = values["total_cholesterol"] - 6, (values["hdl_cholesterol"] - 1.3) / 0.5
    diagnosed, hba1c = (values["diabetes_age"] - 50) / 5, (values["hba1c"] - 31) / 9.34
    egfr = (math.log(values["egfr"]) - 4.5) / 0.15
    terms = (
        years, smoker, sbp, 1, total, hdl, years * smoker, years * sbp, years, years * total, years * hdl,
        diagnosed, hba1c, egfr, egfr**2, hba1c * years, egfr * years,
    )  # fmt: skip
    linear = sum(weight * term for weight, term in zip(_WEIGHTS[sex], terms, strict=True))
    return {"cvd": recalibrated(linear, SURVIVAL[sex], SCALES[sex][values["risk_region"]])}


SCORE = Score(
    name="score2-diabetes",
    title="SCORE2-Diabetes, 10-year CVD",
    version="SCORE2-Diabetes 2023",
    published="SCORE2-Diabetes working group, Eur Heart J 2023;44:2544-2556",
    doi="10.1093/eurheartj/ehad260",
    predicts="the 10-year risk of a first heart attack, stroke or cardiovascular death in type 2 diabetes",
    population="people of 40 to 69 years in Europe with type 2 diabetes and without cardiovascular disease or severe "
    "target organ damage",
    parts=(
        Part(
            (
                age(40, 69),
                SEX,
                REGION,
                SMOKER,
                number("systolic_bp", 80, 220),
                number("total_cholesterol", 2, 12, unit="mmol/L"),
                number("hdl_cholesterol", 0.4, 4, unit="mmol/L"),
                number("diabetes_age", 18, 69),
                number("hba1c", 20, 140, unit="mmol/mol"),
                number("egfr", 15, 140),
            ),
            _risk,
            # Quadratic in ln eGFR: a few values between the ends show where it turns.
            {"egfr": (45.0, 60.0, 75.0, 90.0, 105.0, 120.0)},
        ),
    ),
    meaning=bands(
        (0, "low risk, below 5% (ESC 2023)"),
        (5, "moderate risk, 5% to below 10% (ESC 2023)"),
        (10, "high risk, 10% to below 20% (ESC 2023)"),
        (20, "very high risk, 20% or more (ESC 2023)"),
    ),
    output="cvd",
    unit="%",
    decimals=1,
    about=("type 2 diabetes",),
    not_with=CARDIOVASCULAR_DISEASE,
)
