"""CHA2DS2-VASc, and CHA2DS2-VA, which leaves sex out: stroke and embolism in atrial fibrillation.

Rates: Lip GY et al., Stroke 2010;41:2731-2738, doi:10.1161/STROKEAHA.110.590257, adjusted for warfarin.
"""

from __future__ import annotations

from retrieval.scores.common import DIABETES, HEART_FAILURE, HYPERTENSION, SEX, age
from retrieval.scores.inputs import flag
from retrieval.scores.points import pick, steps, yes
from retrieval.scores.score import Part, Score, bands, table

_STROKE = flag(
    "stroke_tia_embolism",
    "history of stroke, transient ischaemic attack or arterial embolism",
    "stroke",
    "transient ischaemic attack",
    "arterial embolism",
)
_VASCULAR = flag(
    "vascular_disease",
    "heart attack, peripheral arterial disease or aortic plaque",
    "myocardial infarction",
    "peripheral arterial disease",
)
_SHARED: tuple[Part, ...] = (
    yes(HEART_FAILURE),
    yes(HYPERTENSION),
    steps(age(18), 0, (65, 1), (75, 2)),
    yes(DIABETES),
    yes(_STROKE, 2),
    yes(_VASCULAR),
)
_RATES = {0: "0", 1: "1.3", 2: "2.2", 3: "3.2", 4: "4.0", 5: "6.7", 6: "9.8", 7: "9.6", 8: "6.7", 9: "15.2"}

SCORES = (
    Score(
        name="cha2ds2-vasc",
        title="CHA2DS2-VASc",
        version="Lip 2010",
        published="Lip GY et al., Chest 2010;137:263-272",
        doi="10.1378/chest.09-1584",
        predicts="stroke and systemic embolism in atrial fibrillation",
        population="adults with non-valvular atrial fibrillation without anticoagulation",
        parts=(*_SHARED, pick(SEX, {"female": 1, "male": 0})),
        meaning=table(_RATES, "adjusted stroke rate {}% a year (Lip 2010)"),
        limits=(0, 9),
        about=("atrial fibrillation",),
    ),
    Score(
        name="cha2ds2-va",
        title="CHA2DS2-VA",
        version="ESC 2024",
        published="Van Gelder IC et al., 2024 ESC guidelines for atrial fibrillation, Eur Heart J 2024;45:3314-3414",
        doi="10.1093/eurheartj/ehae176",
        predicts="stroke and systemic embolism in atrial fibrillation",
        population="adults with atrial fibrillation, without regard to sex",
        parts=_SHARED,
        meaning=bands(
            (0, "no listed risk factor"),
            (1, "one risk-factor point, which the guideline takes as a sign of raised thromboembolic risk"),
            (2, "raised thromboembolic risk by the guideline's threshold of 2"),
        ),
        limits=(0, 8),
        about=("atrial fibrillation",),
    ),
)
