"""Caprini: venous thromboembolism after surgery (Caprini JA, Dis Mon 2005)."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.scores.common import SEX, age
from retrieval.scores.inputs import flag, number
from retrieval.scores.points import rule, steps, steps_above, yes
from retrieval.scores.score import Part, Score, bands

_ONE = {
    "minor_surgery": "minor surgery planned",
    "recent_major_surgery": "major surgery within a month",
    "varicose_veins": "varicose veins",
    "inflammatory_bowel_disease": "inflammatory bowel disease",
    "swollen_legs": "swollen legs, now",
    "acute_infarction": "acute myocardial infarction",
    "recent_heart_failure": "heart failure within a month",
    "sepsis": "sepsis within a month",
    "serious_lung_disease": "serious lung disease, pneumonia included, within a month",
    "abnormal_lung_function": "abnormal lung function (COPD)",
    "bed_rest": "medical patient at bed rest",
}
_TWO = {
    "arthroscopy": "arthroscopic surgery",
    "malignancy": "cancer, present or past",
    "major_surgery": "open surgery of more than 45 minutes",
    "laparoscopy": "laparoscopic surgery of more than 45 minutes",
    "confined_to_bed": "confined to bed for more than 72 hours",
    "plaster_cast": "immobilising plaster cast within a month",
    "central_venous_access": "central venous access",
}
_THREE = {
    "previous_vte": "previous venous thromboembolism",
    "family_thrombosis": "family history of thrombosis",
    "factor_v_leiden": "factor V Leiden",
    "prothrombin_20210a": "prothrombin 20210A",
    "raised_homocysteine": "raised homocysteine",
    "lupus_anticoagulant": "lupus anticoagulant",
    "anticardiolipin": "raised anticardiolipin antibodies",
    "heparin_thrombocytopenia": "heparin-induced thrombocytopenia",
    "other_thrombophilia": "other thrombophilia",
}
_FIVE = {
    "leg_arthroplasty": "elective arthroplasty of a leg",
    "leg_fracture": "fracture of hip, pelvis or leg within a month",
    "acute_stroke": "stroke within a month",
    "multiple_trauma": "multiple trauma within a month",
    "spinal_cord_injury": "acute spinal cord injury with paralysis within a month",
}
_WOMEN = {
    "hormones": "oral contraceptive or hormone replacement",
    "pregnancy": "pregnant, or within a month of birth",
    "obstetric_history": "unexplained stillbirth, three or more miscarriages, or growth-restricted infant",
}
_CONCEPTS = {
    "varicose_veins": ("varicose veins",),
    "inflammatory_bowel_disease": ("inflammatory bowel disease",),
    "abnormal_lung_function": ("copd",),
    "malignancy": ("cancer",),
    "previous_vte": ("deep vein thrombosis", "pulmonary embolism"),
}


def _all(findings: dict[str, str], points: int) -> Iterable[Part]:
    return (yes(flag(name, label, *_CONCEPTS.get(name, ())), points) for name, label in findings.items())


def _women(name: str, label: str) -> Part:
    return rule(lambda values: values[name] and values["sex"] == "female", flag(name, label), SEX)


SCORE = Score(
    name="caprini",
    title="Caprini",
    version="Caprini 2005",
    published="Caprini JA, Dis Mon 2005;51:70-78",
    doi="10.1016/j.disamonth.2005.02.003",
    predicts="venous thromboembolism after surgery without prophylaxis",
    population="adults before surgery",
    parts=(
        steps(age(18), 0, (41, 1), (61, 2), (75, 3)),
        steps_above(number("bmi", 10, 80), 0, (25, 1)),
        *_all(_ONE, 1),
        *_all(_TWO, 2),
        *_all(_THREE, 3),
        *_all(_FIVE, 5),
        *(_women(name, label) for name, label in _WOMEN.items()),
    ),
    meaning=bands(
        (0, "low (0-1): deep vein thrombosis in less than 10%"),
        (2, "moderate (2): deep vein thrombosis in 10-20%"),
        (3, "higher (3-4): deep vein thrombosis in 20-40%"),
        (5, "highest (5 or more): deep vein thrombosis in 40-80%"),
    ),
)
