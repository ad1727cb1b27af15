"""Revised Cardiac Risk Index: cardiac complications of major noncardiac surgery (Lee TH et al., Circulation 1999)."""

from __future__ import annotations

from retrieval.scores.common import HEART_FAILURE
from retrieval.scores.inputs import flag, number
from retrieval.scores.points import steps_above, yes
from retrieval.scores.score import Score, table

SCORE = Score(
    name="rcri",
    title="Revised Cardiac Risk Index",
    version="Lee 1999",
    published="Lee TH et al., Circulation 1999;100:1043-1049",
    doi="10.1161/01.CIR.100.10.1043",
    predicts="major cardiac complications of noncardiac surgery",
    population="adults of 50 years or older before elective major noncardiac surgery",
    parts=(
        yes(flag("high_risk_surgery", "intraperitoneal, intrathoracic or suprainguinal vascular surgery")),
        yes(
            flag(
                "ischaemic_heart_disease",
                "ischaemic heart disease",
                "coronary disease",
                "myocardial infarction",
                "angina",
            )
        ),
        yes(HEART_FAILURE),
        yes(
            flag(
                "cerebrovascular_disease",
                "stroke or transient ischaemic attack",
                "stroke",
                "transient ischaemic attack",
            )
        ),
        yes(flag("insulin", "insulin treatment before surgery", "insulin")),
        steps_above(number("creatinine", 0.1, 30), 0, (2.0, 1)),
    ),
    meaning=table(
        {0: "class I: 0.4%", 1: "class II: 0.9%", 2: "class III: 6.6%", 3: "class IV: 11.0%"},
        "{} had a major cardiac complication in the validation cohort",
    ),
    limits=(0, 6),
)
