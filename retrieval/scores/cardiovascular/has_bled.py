"""HAS-BLED: major bleeding within a year in atrial fibrillation (Pisters R et al., Chest 2010)."""

from __future__ import annotations

from retrieval.scores.common import age
from retrieval.scores.inputs import flag, number
from retrieval.scores.points import steps_above, yes
from retrieval.scores.score import Score, table

_RATES = {0: "1.13", 1: "1.02", 2: "1.88", 3: "3.74", 4: "8.70", 5: "12.50"}

SCORE = Score(
    name="has-bled",
    title="HAS-BLED",
    version="Pisters 2010",
    published="Pisters R et al., Chest 2010;138:1093-1100",
    doi="10.1378/chest.10-0134",
    predicts="major bleeding within a year in atrial fibrillation",
    population="adults with atrial fibrillation; scores above 5 were too rare for a rate",
    parts=(
        steps_above(number("systolic_bp", 50, 300), 0, (160, 1)),
        yes(flag("abnormal_kidney", "dialysis, kidney transplant or creatinine of 200 umol/L or more", "dialysis")),
        yes(
            flag(
                "abnormal_liver", "cirrhosis, or bilirubin above 2x with AST, ALT or ALP above 3x normal", "cirrhosis"
            )
        ),
        yes(flag("stroke", "history of stroke", "stroke")),
        yes(flag("bleeding", "history of major bleeding, or a tendency to bleed", "major bleeding")),
        yes(
            flag("labile_inr", "unstable or high INR, time in range below 60% (no, if not on a vitamin K antagonist)")
        ),
        steps_above(age(18), 0, (65, 1)),
        yes(flag("bleeding_drugs", "antiplatelet drugs or NSAIDs", "antiplatelet", "nsaid")),
        yes(flag("alcohol", "eight or more alcoholic drinks a week")),
    ),
    meaning=table(_RATES, "{} major bleeds per 100 patient-years in the derivation cohort; 3 or more is called high"),
    limits=(0, 9),
    about=("atrial fibrillation",),
)
