"""HEART: major cardiac events within six weeks of chest pain (Six AJ et al. 2008; Backus BE et al. 2013)."""

from __future__ import annotations

from retrieval.scores.cardiovascular.grace import URGENT
from retrieval.scores.common import age
from retrieval.scores.inputs import Choice
from retrieval.scores.points import pick, steps
from retrieval.scores.score import Score, bands

_HISTORY = Choice("history", "suspicion from the history", ("slight", "moderate", "high"))
_ECG = Choice("ecg", "ECG", ("normal", "non-specific repolarisation", "significant st deviation"))
_FACTORS = Choice(
    "risk_factors", "risk factors (or known atherosclerotic disease)", ("none", "1-2", "3 or more, or known disease")
)
_TROPONIN = Choice("troponin", "troponin, times the normal limit", ("up to 1", "1 to 3", "above 3"))

SCORE = Score(
    name="heart",
    title="HEART",
    version="Backus 2013",
    published="Backus BE et al., Int J Cardiol 2013;168:2153-2158",
    doi="10.1016/j.ijcard.2013.01.255",
    predicts="major adverse cardiac events within six weeks of chest pain",
    population="adults with chest pain in an emergency department, without ST elevation",
    parts=(
        pick(_HISTORY, {"slight": 0, "moderate": 1, "high": 2}),
        pick(_ECG, {"normal": 0, "non-specific repolarisation": 1, "significant st deviation": 2}),
        steps(age(18), 0, (45, 1), (65, 2)),
        pick(_FACTORS, {"none": 0, "1-2": 1, "3 or more, or known disease": 2}),
        pick(_TROPONIN, {"up to 1": 0, "1 to 3": 1, "above 3": 2}),
    ),
    meaning=bands(
        (0, "low (0-3): 1.7% had an event"),
        (4, "intermediate (4-6): 16.6% had an event"),
        (7, "high (7-10): 50.1% had an event"),
    ),
    limits=(0, 10),
    about=("chest pain", "acute coronary syndrome"),
    time_critical=URGENT,
)
