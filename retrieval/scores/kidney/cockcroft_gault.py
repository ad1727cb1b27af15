"""Cockcroft-Gault: creatinine clearance (Cockcroft DW, Gault MH, Nephron 1976)."""

from __future__ import annotations

from retrieval.scores.common import SEX, age
from retrieval.scores.inputs import number
from retrieval.scores.score import Part, Score, Values


def _of(values: Values) -> dict[str, float]:
    clearance = (140 - values["age"]) * values["weight"] / (72 * values["creatinine"])
    return {"clearance": clearance * (0.85 if values["sex"] == "female" else 1)}


SCORE = Score(
    name="cockcroft-gault",
    title="creatinine clearance (Cockcroft-Gault)",
    version="Cockcroft-Gault 1976",
    published="Cockcroft DW, Gault MH, Nephron 1976;16:31-41",
    doi="10.1159/000180580",
    predicts="the clearance of creatinine, not indexed to body surface",
    population="adults with a stable creatinine; made with men of 18 to 92 years and creatinine methods of the time",
    parts=(Part((age(), SEX, number("weight", 25, 300), number("creatinine", 0.1, 30)), _of),),
    meaning=lambda value, _: "the measure that drug labels use for renal dose bands",
    output="clearance",
    unit="mL/min",
)
