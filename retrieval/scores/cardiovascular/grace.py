"""GRACE, the nomogram for death in hospital (Granger CB et al., Arch Intern Med 2003).

Neither the 6-month model (Fox 2006) nor GRACE 2.0.
"""

from __future__ import annotations

from retrieval.scores.common import age
from retrieval.scores.inputs import Choice, flag, number
from retrieval.scores.points import pick, steps, yes
from retrieval.scores.score import Score, bands

URGENT = "An acute coronary syndrome in progress is treated by the local pathway at once, not by asking a tool."

_DEATHS = (
    (0, "0.2 or less"), (61, "0.3"), (71, "0.4"), (81, "0.6"), (91, "0.8"), (101, "1.1"), (111, "1.6"), (121, "2.1"),
    (131, "2.9"), (141, "3.9"), (151, "5.4"), (161, "7.3"), (171, "9.8"), (181, "13"), (191, "18"), (201, "23"),
    (211, "29"), (221, "36"), (231, "44"), (241, "52 or more"),
)  # fmt: skip
"""Percent who died in hospital, printed for 60, 70 ... 250; a total between two rows is given the upper one."""

SCORE = Score(
    name="grace",
    title="GRACE (in-hospital nomogram)",
    version="Granger 2003",
    published="Granger CB et al., Arch Intern Med 2003;163:2345-2353",
    doi="10.1001/archinte.163.19.2345",
    predicts="death in hospital in acute coronary syndrome",
    population="adults admitted with acute coronary syndrome",
    parts=(
        steps(age(18), 0, (30, 8), (40, 25), (50, 41), (60, 58), (70, 75), (80, 91), (90, 100)),
        steps(number("heart_rate", 10, 300), 0, (50, 3), (70, 9), (90, 15), (110, 24), (150, 38), (200, 46)),
        steps(number("systolic_bp", 30, 300), 58, (80, 53), (100, 43), (120, 34), (140, 24), (160, 10), (200, 0)),
        steps(number("creatinine", 0.1, 30), 1, (0.4, 4), (0.8, 7), (1.2, 10), (1.6, 13), (2.0, 21), (4.0, 28)),
        pick(
            Choice("killip_class", "Killip class", ("I", "II", "III", "IV")), {"I": 0, "II": 20, "III": 39, "IV": 59}
        ),
        yes(flag("cardiac_arrest", "cardiac arrest at admission"), 39),
        yes(flag("st_deviation", "ST-segment deviation"), 28),
        yes(flag("raised_markers", "raised cardiac enzymes or markers"), 14),
    ),
    meaning=bands(*((low, f"{rate}% died in hospital") for low, rate in _DEATHS)),
    limits=(1, 372),
    about=("acute coronary syndrome",),
    time_critical=URGENT,
)
