"""CURB-65: death within 30 days of community-acquired pneumonia (Lim WS et al., Thorax 2003)."""

from __future__ import annotations

from retrieval.scores.common import age
from retrieval.scores.inputs import flag, number
from retrieval.scores.points import rule, steps, steps_above, yes
from retrieval.scores.score import Score, bands

_SYSTOLIC, _DIASTOLIC = number("systolic_bp", 30, 300), number("diastolic_bp", 10, 200)

SCORE = Score(
    name="curb-65",
    title="CURB-65",
    version="Lim 2003",
    published="Lim WS et al., Thorax 2003;58:377-382",
    doi="10.1136/thorax.58.5.377",
    predicts="death within 30 days of community-acquired pneumonia",
    population="adults admitted with community-acquired pneumonia",
    parts=(
        yes(flag("confusion", "new confusion, or mental test score of 8 or less")),
        steps_above(number("urea_nitrogen", 0.5, 120, unit="mmol/L", label="serum urea"), 0, (7, 1)),
        steps(number("respiratory_rate", 2, 80), 0, (30, 1)),
        rule(
            lambda v: v["systolic_bp"] < 90 or v["diastolic_bp"] <= 60,
            _SYSTOLIC,
            _DIASTOLIC,
            systolic_bp=(90.0,),
            diastolic_bp=(60.0,),
        ),
        steps(age(18), 0, (65, 1)),
    ),
    meaning=bands(
        (0, "low (0-1): 1.5% died within 30 days"),
        (2, "intermediate (2): 9.2% died within 30 days"),
        (3, "high (3-5): 22% died within 30 days"),
    ),
    limits=(0, 5),
    about=("pneumonia",),
    time_critical="Severe pneumonia in progress is treated by the local pathway at once, not by asking a tool.",
)
