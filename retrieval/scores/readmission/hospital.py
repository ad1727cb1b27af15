"""HOSPITAL: avoidable readmission within 30 days (Donzé J et al., JAMA Intern Med 2013).

Later simplified versions count admissions otherwise (0-1, 2-5, above 5); this is the first one (0, 1-5, above 5).
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
        (0, "low risk (0-4)"),
        (5, "intermediate risk (5-6)"),
        (7, "high risk (7 or more): 18.2% had an avoidable readmission in the validation set"),
    ),
    limits=(0, 13),
)
