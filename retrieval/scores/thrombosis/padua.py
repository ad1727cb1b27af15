"""Padua prediction score: venous thromboembolism in medical inpatients (Barbar S et al., J Thromb Haemost 2010)."""

from __future__ import annotations

from retrieval.scores.common import age
from retrieval.scores.inputs import flag, number
from retrieval.scores.points import steps, yes
from retrieval.scores.score import Score, bands

SCORE = Score(
    name="padua",
    title="Padua",
    version="Barbar 2010",
    published="Barbar S et al., J Thromb Haemost 2010;8:2450-2457",
    doi="10.1111/j.1538-7836.2010.04044.x",
    predicts="venous thromboembolism within 90 days of admission to a medical ward",
    population="medical inpatients",
    parts=(
        yes(
            flag(
                "active_cancer", "metastases, or chemotherapy or radiotherapy within six months", "metastatic cancer"
            ),
            3,
        ),
        yes(flag("previous_vte", "previous venous thromboembolism", "deep vein thrombosis", "pulmonary embolism"), 3),
        yes(flag("reduced_mobility", "bed rest for at least three days"), 3),
        yes(flag("thrombophilia", "known thrombophilia", "thrombophilia"), 3),
        yes(flag("recent_trauma_or_surgery", "trauma or surgery within a month"), 2),
        steps(age(18), 0, (70, 1)),
        yes(
            flag(
                "heart_or_respiratory_failure", "heart or respiratory failure", "heart failure", "respiratory failure"
            )
        ),
        yes(flag("acute_infarction_or_stroke", "acute myocardial infarction or ischaemic stroke")),
        yes(flag("infection_or_rheumatic", "acute infection or rheumatological disorder")),
        steps(number("bmi", 10, 80), 0, (30, 1)),
        yes(flag("hormonal_treatment", "ongoing hormonal treatment")),
    ),
    meaning=bands(
        (0, "low risk (below 4): 0.3% had thromboembolism"),
        (4, "high risk (4 or more): 11.0% had thromboembolism without prophylaxis"),
    ),
    limits=(0, 20),
)
