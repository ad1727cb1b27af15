"""PSI (PORT): death within 30 days of community-acquired pneumonia (Fine MJ et al., NEJM 1997)."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.scores.acute.curb65 import SCORE as CURB65
from retrieval.scores.common import HEART_FAILURE, SEX, age
from retrieval.scores.inputs import flag, number
from retrieval.scores.known import Known
from retrieval.scores.points import rule, steps, yes
from retrieval.scores.score import Score, bands

_DISEASES = (
    (flag("active_cancer", "cancer active or found within a year, other than of the skin", "cancer"), 30),
    (flag("liver_disease", "chronic liver disease", "chronic liver disease", "cirrhosis"), 20),
    (HEART_FAILURE, 10),
    (
        flag(
            "cerebrovascular_disease", "stroke or transient ischaemic attack", "stroke", "transient ischaemic attack"
        ),
        10,
    ),
    (flag("kidney_disease", "chronic kidney disease", "chronic kidney disease"), 10),
)
_CONFUSION = flag("altered_mental_status", "altered mental status that is not known to be chronic")
_CLASSES = bands(
    (0, "class II (70 points or less, not class I): 0.6% died"),
    (71, "class III (71-90): 2.8% died"),
    (91, "class IV (91-130): 8.2% died"),
    (131, "class V (above 130): 29.2% died"),
)


def _meaning(value: float, known: Mapping[str, Known]) -> str:
    """Class I is found without points: 50 years or younger, no such disease, no such finding."""
    return "class I: 0.1% died" if _is_class_1(known) else _CLASSES(value, known)


def _is_class_1(known: Mapping[str, Known]) -> bool:
    absent = (*(disease.name for disease, _ in _DISEASES), _CONFUSION.name)
    if any(known.get(name) is not False for name in absent):
        return False
    within = {"age": (0, 50), "heart_rate": (0, 124.999), "respiratory_rate": (0, 29.999), "systolic_bp": (90, 999)}
    within["temperature"] = (35, 39.999)
    return all(
        isinstance(value := known.get(name), float) and low <= value <= high for name, (low, high) in within.items()
    )


SCORE = Score(
    name="psi",
    title="pneumonia severity index (PSI/PORT)",
    version="Fine 1997",
    published="Fine MJ et al., N Engl J Med 1997;336:243-250",
    doi="10.1056/NEJM199701233360402",
    predicts="death within 30 days of community-acquired pneumonia (rates of the MedisGroups validation cohort)",
    population="adults with community-acquired pneumonia",
    parts=(
        rule(lambda v: v["age"] - 10 * (v["sex"] == "female"), age(18), SEX),
        yes(flag("nursing_home", "nursing home resident"), 10),
        *(yes(disease, points) for disease, points in _DISEASES),
        yes(_CONFUSION, 20),
        steps(number("respiratory_rate", 2, 80), 0, (30, 20)),
        steps(number("systolic_bp", 30, 300), 20, (90, 0)),
        rule(
            lambda v: 0 if 35 <= v["temperature"] < 40 else 15,
            number("temperature", 20, 45),
            temperature=(35.0, 40.0),
        ),
        steps(number("heart_rate", 10, 300), 0, (125, 10)),
        steps(number("arterial_ph", 6.5, 7.8), 30, (7.35, 0)),
        steps(number("urea_nitrogen", 1, 300), 0, (30, 20)),
        steps(number("sodium", 90, 200), 20, (130, 0)),
        steps(number("glucose", 10, 2000), 0, (250, 10)),
        steps(number("haematocrit", 5, 75), 10, (30, 0)),
        steps(number("pao2", 10, 700), 10, (60, 0)),
        yes(flag("pleural_effusion", "pleural effusion"), 10),
    ),
    meaning=_meaning,
    about=CURB65.about,
    time_critical=CURB65.time_critical,
)
