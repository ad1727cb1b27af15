"""CKD-EPI 2021: glomerular filtration rate from creatinine, without race (Inker LA et al., NEJM 2021)."""

from __future__ import annotations

from retrieval.scores.common import SEX, age
from retrieval.scores.inputs import number
from retrieval.scores.score import Part, Score, Values, bands


def egfr(creatinine: float, years: float, sex: str) -> float:
    """mL/min/1.73 m2, from creatinine in mg/dL."""
    female = sex == "female"
    ratio = creatinine / (0.7 if female else 0.9)
    below = min(ratio, 1) ** (-0.241 if female else -0.302)
    rate: float = 142 * below * max(ratio, 1) ** -1.200 * 0.9938**years * (1.012 if female else 1)
    return rate


def _of(values: Values) -> dict[str, float]:
    return {"egfr": egfr(values["creatinine"], values["age"], values["sex"])}


SCORE = Score(
    name="ckd-epi",
    title="eGFR (CKD-EPI 2021, creatinine)",
    version="CKD-EPI 2021",
    published="Inker LA et al., N Engl J Med 2021;385:1737-1749",
    doi="10.1056/NEJMoa2102953",
    predicts="the glomerular filtration rate",
    population="adults with a stable creatinine",
    parts=(Part((number("creatinine", 0.1, 30), age(), SEX), _of, {"creatinine": (0.7, 0.9)}),),
    meaning=bands(
        (0, "KDIGO G5, below 15"),
        (15, "KDIGO G4, 15 to 29"),
        (30, "KDIGO G3b, 30 to 44"),
        (45, "KDIGO G3a, 45 to 59"),
        (60, "KDIGO G2, 60 to 89: chronic kidney disease only with other signs of damage"),
        (90, "KDIGO G1, 90 or more: chronic kidney disease only with other signs of damage"),
    ),
    output="egfr",
    unit="mL/min/1.73 m2",
)
