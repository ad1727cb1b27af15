"""NEWS2: acute deterioration in hospital (Royal College of Physicians, National Early Warning Score 2, 2017)."""

from __future__ import annotations

from retrieval.scores.inputs import Choice, flag, number
from retrieval.scores.points import pick, rule, steps_above, yes
from retrieval.scores.result import rounded
from retrieval.scores.score import Score, Values, bands

_SATURATION = number("oxygen_saturation", 40, 100)
_SCALE_2 = flag("hypercapnic", "hypercapnic respiratory failure (saturation scale 2)")
_OXYGEN = flag("supplemental_oxygen", "supplemental oxygen")
_TEMPERATURE = number("temperature", 20, 45)
_ACVPU = Choice("consciousness", "consciousness (ACVPU)", ("alert", "confusion", "voice", "pain", "unresponsive"))
URGENT = "A patient who is deteriorating now is escalated by the local protocol, not by asking a tool."


def _saturation(values: Values) -> int:
    value = values["oxygen_saturation"]
    if not values["hypercapnic"]:
        return 3 if value <= 91 else 2 if value <= 93 else 1 if value <= 95 else 0
    if value <= 92 or not values["supplemental_oxygen"]:
        return 3 if value <= 83 else 2 if value <= 85 else 1 if value <= 87 else 0
    return 1 if value <= 94 else 2 if value <= 96 else 3


def _temperature(values: Values) -> int:
    value = rounded(values["temperature"], 1)
    return 3 if value <= 35 else 1 if value <= 36 else 0 if value <= 38 else 1 if value <= 39 else 2


SCORE = Score(
    name="news2",
    title="NEWS2",
    version="RCP 2017",
    published="Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017, ISBN 978-1-86016-682-2",
    doi="",
    predicts="acute deterioration",
    population="people of 16 years or older in hospital who are not pregnant",
    parts=(
        steps_above(number("respiratory_rate", 1, 80), 3, (8, 1), (11, 0), (20, 2), (24, 3)),
        rule(
            _saturation,
            _SATURATION,
            _SCALE_2,
            _OXYGEN,
            oxygen_saturation=(83.0, 85.0, 87.0, 91.0, 92.0, 93.0, 94.0, 95.0, 96.0),
        ),
        yes(_OXYGEN, 2),
        steps_above(number("systolic_bp", 30, 300), 3, (90, 2), (100, 1), (110, 0), (219, 3)),
        steps_above(number("heart_rate", 10, 300), 3, (40, 1), (50, 0), (90, 1), (110, 2), (130, 3)),
        pick(_ACVPU, {"alert": 0, "confusion": 3, "voice": 3, "pain": 3, "unresponsive": 3}),
        rule(_temperature, _TEMPERATURE, temperature=(35.05, 36.05, 38.05, 39.05)),
    ),
    meaning=bands(
        (0, "low clinical risk (0-4), low-medium if one parameter alone scores 3"),
        (5, "medium clinical risk (5-6)"),
        (7, "high clinical risk (7 or more)"),
    ),
    limits=(0, 20),
    time_critical=URGENT,
    licence="NEWS2 is reproduced with acknowledgement to the Royal College of Physicians.",
)
