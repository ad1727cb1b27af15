"""PERC: criteria that rule out pulmonary embolism (Kline JA et al., J Thromb Haemost 2004)."""

from __future__ import annotations

from retrieval.scores.common import age
from retrieval.scores.inputs import flag, number
from retrieval.scores.points import steps, yes
from retrieval.scores.score import Score, bands
from retrieval.scores.thrombosis.wells_pe import URGENT

SCORE = Score(
    name="perc",
    title="PERC rule",
    version="Kline 2004",
    published="Kline JA et al., J Thromb Haemost 2004;2:1247-1255",
    doi="10.1111/j.1538-7836.2004.00790.x",
    predicts="pulmonary embolism where clinical suspicion is already low (below 15%)",
    population="adults in an emergency department with low clinical suspicion of pulmonary embolism",
    parts=(
        steps(age(18), 0, (50, 1)),
        steps(number("heart_rate", 10, 300), 0, (100, 1)),
        steps(number("oxygen_saturation", 40, 100), 1, (95, 0)),
        yes(flag("leg_swelling", "unilateral leg swelling")),
        yes(flag("haemoptysis", "haemoptysis")),
        yes(flag("surgery_or_trauma", "surgery or trauma within four weeks that needed intubation or hospital care")),
        yes(flag("previous_vte", "previous venous thromboembolism", "deep vein thrombosis", "pulmonary embolism")),
        yes(flag("oestrogen", "oestrogen use")),
    ),
    meaning=bands(
        (0, "no criterion present: below the test threshold where clinical suspicion is low"),
        (1, "one or more criteria present: the rule does not exclude embolism"),
    ),
    limits=(0, 8),
    time_critical=URGENT,
)
