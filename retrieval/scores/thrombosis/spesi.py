"""Simplified PESI: death within 30 days of pulmonary embolism (Jiménez D et al., Arch Intern Med 2010)."""

from __future__ import annotations

from retrieval.scores.common import age
from retrieval.scores.inputs import flag, number
from retrieval.scores.points import steps, steps_above, yes
from retrieval.scores.score import Score, bands
from retrieval.scores.thrombosis.wells_pe import URGENT

SCORE = Score(
    name="spesi",
    title="simplified PESI",
    version="Jiménez 2010",
    published="Jiménez D et al., Arch Intern Med 2010;170:1383-1389",
    doi="10.1001/archinternmed.2010.199",
    predicts="death within 30 days of pulmonary embolism",
    population="adults with confirmed acute pulmonary embolism",
    parts=(
        steps_above(age(18), 0, (80, 1)),
        yes(flag("cancer", "history of cancer", "cancer")),
        yes(
            flag(
                "cardiopulmonary_disease",
                "chronic heart failure or chronic lung disease",
                "heart failure",
                "chronic lung disease",
            )
        ),
        steps(number("heart_rate", 10, 300), 0, (110, 1)),
        steps(number("systolic_bp", 30, 300), 1, (100, 0)),
        steps(number("oxygen_saturation", 40, 100), 1, (90, 0)),
    ),
    meaning=bands((0, "low risk: 1.0% died within 30 days"), (1, "high risk: 10.9% died within 30 days")),
    limits=(0, 6),
    about=("pulmonary embolism",),
    time_critical=URGENT,
)
