"""Inputs that many scores share, each with one meaning throughout."""

from __future__ import annotations

from retrieval.scores.inputs import Choice, Number, flag, number

SEX = Choice("sex", "sex", ("female", "male"))
DIABETES = flag("diabetes", "diabetes mellitus", "diabetes")
SMOKER = flag("smoker", "current smoking", "current smoker")
BP_TREATED = flag("bp_treated", "treatment for high blood pressure", "antihypertensive")
STATIN = flag("statin", "statin treatment", "statin")
HEART_FAILURE = flag("heart_failure", "heart failure", "heart failure")
HYPERTENSION = flag("hypertension", "hypertension", "hypertension")
CARDIOVASCULAR_DISEASE = (
    "coronary disease",
    "myocardial infarction",
    "stroke",
    "heart failure",
    "peripheral arterial disease",
)
"""Concepts with which a score for a first cardiovascular event does not hold."""


def age(low: float = 18, high: float = 120) -> Number:
    """Age in years."""
    return number("age", low, high)


def of_100(value: float, what: str) -> str:
    """ "about 16 of 100 people like this have ..." """
    count = "fewer than 1" if value < 1 else f"about {value:.0f}"
    return f"{count} of 100 people like this {what}"
