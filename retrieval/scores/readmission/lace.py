"""LACE: death or unplanned readmission within 30 days of discharge (van Walraven C et al., CMAJ 2010)."""

from __future__ import annotations

from retrieval.scores.common import HEART_FAILURE
from retrieval.scores.inputs import flag, number
from retrieval.scores.points import POINTS, steps, yes
from retrieval.scores.score import Part, Score, Values, bands

# The weights of table 3's footnote, which differ from Charlson's own.
_DISEASES = (
    (flag("myocardial_infarction", "previous myocardial infarction", "myocardial infarction"), 1),
    (flag("cerebrovascular_disease", "cerebrovascular disease", "stroke", "transient ischaemic attack"), 1),
    (flag("peripheral_vascular_disease", "peripheral vascular disease", "peripheral arterial disease"), 1),
    (flag("diabetes_uncomplicated", "diabetes without complications"), 1),
    (HEART_FAILURE, 2),
    (flag("diabetes_complicated", "diabetes with end-organ damage"), 2),
    (flag("chronic_lung_disease", "chronic lung disease", "chronic lung disease", "copd"), 2),
    (flag("mild_liver_or_kidney_disease", "mild liver or kidney disease"), 2),
    (flag("any_tumour", "any tumour, lymphoma or leukaemia included", "cancer"), 2),
    (flag("dementia", "dementia", "dementia"), 3),
    (flag("connective_tissue_disease", "connective tissue disease", "rheumatoid arthritis", "systemic lupus"), 3),
    (flag("aids", "AIDS"), 4),
    (flag("severe_liver_or_kidney_disease", "moderate or severe liver or kidney disease", "dialysis"), 4),
    (flag("metastatic_tumour", "metastatic solid tumour", "metastatic cancer"), 6),
)


def _comorbidity(values: Values) -> dict[str, float]:
    """The sum of weights up to 3; 5 points from 4 on."""
    total = sum(weight for disease, weight in _DISEASES if values[disease.name])
    return {POINTS: total if total < 4 else 5}


SCORE = Score(
    name="lace",
    title="LACE",
    version="van Walraven 2010",
    published="van Walraven C et al., CMAJ 2010;182:551-557",
    doi="10.1503/cmaj.091117",
    predicts="death or unplanned readmission within 30 days of discharge",
    population="adults discharged home from medical or surgical wards, Ontario",
    parts=(
        steps(number("length_of_stay", 0, 365), 0, (1, 1), (2, 2), (3, 3), (4, 4), (7, 5), (14, 7)),
        yes(flag("acute_admission", "acute (emergent) admission"), 3),
        Part(tuple(disease for disease, _ in _DISEASES), _comorbidity, rising=True),
        steps(number("ed_visits_6_months", 0, 200), 0, (1, 1), (2, 2), (3, 3), (4, 4)),
    ),
    meaning=bands(
        (0, "below 10; the expected risk rises from 2.0% at 0 points to 43.7% at 19"),
        (10, "10 or more, commonly called high risk; the expected risk rises from 2.0% at 0 points to 43.7% at 19"),
    ),
    limits=(0, 19),
)
