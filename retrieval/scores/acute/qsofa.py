"""qSOFA: poor outcome in suspected infection outside intensive care (Seymour CW et al., JAMA 2016)."""

from __future__ import annotations

from retrieval.scores.inputs import number
from retrieval.scores.points import rule, steps
from retrieval.scores.score import Score, bands

URGENT = "Sepsis in progress is treated by the local pathway at once, not by asking a tool."

SCORE = Score(
    name="qsofa",
    title="qSOFA",
    version="Sepsis-3, 2016",
    published="Seymour CW et al., JAMA 2016;315:762-774",
    doi="10.1001/jama.2016.0288",
    predicts="death or a long stay in intensive care in suspected infection",
    population="adults with suspected infection outside intensive care",
    parts=(
        steps(number("respiratory_rate", 1, 80), 0, (22, 1)),
        rule(lambda v: v["glasgow_coma_scale"] < 15, number("glasgow_coma_scale", 3, 15), glasgow_coma_scale=(15.0,)),
        rule(lambda v: v["systolic_bp"] <= 100, number("systolic_bp", 30, 300), systolic_bp=(100.0,)),
    ),
    meaning=bands(
        (0, "below 2: not the group with raised mortality"),
        (2, "2 or more: 3- to 14-fold in-hospital mortality against less than 2"),
    ),
    limits=(0, 3),
    about=("sepsis", "pneumonia"),
    time_critical=URGENT,
)
