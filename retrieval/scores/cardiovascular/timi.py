"""TIMI risk scores: unstable angina or NSTEMI (Antman EM et al. 2000), and STEMI (Morrow DA et al. 2000)."""

from __future__ import annotations

from retrieval.scores.cardiovascular.grace import URGENT
from retrieval.scores.common import DIABETES, HYPERTENSION, age
from retrieval.scores.inputs import Choice, flag, number
from retrieval.scores.points import pick, rule, steps, steps_above, yes
from retrieval.scores.score import Score, table

_ANGINA = flag("angina", "history of angina", "angina")
_KILLIP = Choice("killip_class", "Killip class", ("I", "II", "III", "IV"))

SCORES = (
    Score(
        name="timi-nstemi",
        title="TIMI (unstable angina or NSTEMI)",
        version="Antman 2000",
        published="Antman EM et al., JAMA 2000;284:835-842",
        doi="10.1001/jama.284.7.835",
        predicts="death, new heart attack or urgent revascularisation within 14 days",
        population="adults with unstable angina or non-ST-elevation infarction",
        parts=(
            steps(age(18), 0, (65, 1)),
            yes(
                flag(
                    "three_risk_factors",
                    "three or more of: family history, hypertension, cholesterol, diabetes, smoking",
                )
            ),
            yes(flag("coronary_stenosis", "known coronary stenosis of 50% or more")),
            yes(flag("aspirin_7_days", "aspirin within the last seven days")),
            yes(flag("two_angina_24_hours", "two or more episodes of angina within 24 hours")),
            yes(flag("st_deviation", "ST deviation of 0.5 mm or more")),
            yes(flag("raised_markers", "raised cardiac markers")),
        ),
        meaning=table(
            {0: "4.7", 1: "4.7", 2: "8.3", 3: "13.2", 4: "19.9", 5: "26.2", 6: "40.9", 7: "40.9"},
            "{}% had an event within 14 days",
        ),
        limits=(0, 7),
        about=("acute coronary syndrome",),
        time_critical=URGENT,
    ),
    Score(
        name="timi-stemi",
        title="TIMI (STEMI)",
        version="Morrow 2000",
        published="Morrow DA et al., Circulation 2000;102:2031-2037",
        doi="10.1161/01.CIR.102.17.2031",
        predicts="death within 30 days",
        population="adults with ST-elevation infarction who can have fibrinolysis",
        parts=(
            steps(age(18), 0, (65, 2), (75, 3)),
            rule(lambda v: v["diabetes"] or v["hypertension"] or v["angina"], DIABETES, HYPERTENSION, _ANGINA),
            steps(number("systolic_bp", 30, 300), 3, (100, 0)),
            steps_above(number("heart_rate", 10, 300), 0, (100, 2)),
            pick(_KILLIP, {"I": 0, "II": 2, "III": 2, "IV": 2}),
            steps(number("weight", 25, 300), 1, (67, 0)),
            yes(flag("anterior_st_or_lbbb", "anterior ST elevation or left bundle branch block")),
            yes(flag("over_4_hours", "more than four hours to treatment")),
        ),
        meaning=table(
            {0: "0.8", 1: "1.6", 2: "2.2", 3: "4.4", 4: "7.3", 5: "12.4", 6: "16.1", 7: "23.4", 8: "26.8", 9: "35.9"},
            "{}% died within 30 days",
        ),
        limits=(0, 14),
        about=("acute coronary syndrome",),
        time_critical=URGENT,
    ),
)
