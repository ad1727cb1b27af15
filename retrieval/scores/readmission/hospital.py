"""HOSPITAL: avoidable readmission within 30 days (Donzé J et al., JAMA Intern Med 2013).

Rates: Donzé J et al., JAMA Intern Med 2016;176:496-502, doi:10.1001/jamainternmed.2015.8462 (nine hospitals, four
countries).
"""

from __future__ import annotations

from retrieval.scores.inputs import flag, number
from retrieval.scores.points import steps, steps_above, yes
from retrieval.scores.score import Score, bands

SCORE = Score(
    name="hospital",
    title="HOSPITAL",
    version="Donzé 2013",
    published="Donzé J et al., JAMA Intern Med 2013;173:632-638",
    doi="10.1001/jamainternmed.2013.3023",
    predicts="potentially avoidable readmission within 30 days of discharge",
    population="adult medical inpatients at discharge",
    parts=(
        steps(number("haemoglobin", 2, 25, label="haemoglobin at discharge"), 1, (12, 0)),
        yes(flag("oncology_service", "discharge from an oncology service"), 2),
        steps(number("sodium", 90, 200, label="serum sodium at discharge"), 1, (135, 0)),
        yes(flag("procedure", "any coded procedure during the stay")),
        yes(flag("urgent_admission", "urgent or emergency admission")),
        steps_above(number("admissions_12_months", 0, 200), 0, (0, 2), (5, 5)),
        steps(number("length_of_stay", 0, 365), 0, (5, 2)),
    ),
    meaning=bands(
        (0, "low (0-4): 5.8% were readmitted in the validation of 2016"),
        (5, "intermediate (5-6): 11.9% were readmitted in the validation of 2016"),
        (7, "high (7 or more): 22.8% were readmitted in the validation of 2016"),
    ),
    limits=(0, 13),
)
