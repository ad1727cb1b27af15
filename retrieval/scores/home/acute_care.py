"""Acute care at home: the published criteria of one programme, counted (Levine DM et al., Ann Intern Med 2020).

Not a validated score: the number of criteria that are not met. The list follows the trial's entry criteria
(NCT03203759, and the pilot, J Gen Intern Med 2018;33:729-736); other programmes differ.
"""

from __future__ import annotations

from retrieval.scores.common import age
from retrieval.scores.inputs import flag
from retrieval.scores.points import rule, steps
from retrieval.scores.score import Part, Score, bands

_REQUIRED = {
    "admission_needed": "hospital admission is needed, as judged by the treating physician",
    "listed_condition": "the reason is an infection, heart failure, COPD, asthma or another listed condition",
    "consent": "the patient, or a proxy, can consent and wants care at home",
    "in_area": "lives in the area that the programme serves (within 5 miles of the hospital in the trial)",
    "safe_home": "a home with heat, running water and electricity, and without known violence",
}
_EXCLUDED = {
    "long_term_care": ("lives in a long-term care facility, or in custody", ()),
    "delirium": ("acute delirium", ()),
    "no_venous_access": ("peripheral venous access cannot be had where it is needed", ()),
    "acute_major_event": ("acute heart attack, stroke or haemorrhage", ()),
    "dialysis": ("end-stage kidney disease on dialysis", ("dialysis",)),
    "controlled_substances": ("needs intravenous controlled substances, or daily observed methadone", ()),
    "cannot_reach_commode": ("cannot reach a bedside commode, and has no one to help", ()),
    "intensive_monitoring": ("needs procedures or monitoring that only a ward can give", ()),
}


def _required(name: str, label: str) -> Part:
    return rule(lambda values: not values[name], flag(name, label))


def _excluded(name: str, label: str, concepts: tuple[str, ...]) -> Part:
    return rule(lambda values: values[name], flag(name, label, *concepts))


SCORE = Score(
    name="acute-care-at-home",
    title="acute care at home, criteria not met",
    version="Brigham programme, Levine 2020",
    published="Levine DM et al., Ann Intern Med 2020;172:77-85",
    doi="10.7326/M19-0600",
    predicts="whether the entry criteria of a published programme of acute care at home are met",
    population="adults in an emergency department who need admission, two hospitals in Boston; a count of criteria, "
    "not a validated score",
    parts=(
        steps(age(0, 120), 1, (18, 0)),
        *(_required(name, label) for name, label in _REQUIRED.items()),
        *(_excluded(name, label, concepts) for name, (label, concepts) in _EXCLUDED.items()),
    ),
    meaning=bands(
        (0, "every criterion of the programme is met; the decision stays with the treating team"),
        (1, "at least one criterion of the programme is not met"),
    ),
    limits=(0, 14),
)
