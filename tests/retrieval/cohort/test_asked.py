"""Questions as a cohort can answer them."""

from __future__ import annotations

import pytest
from vocabularies import SmallVocabulary

from retrieval.cohort.asked import read, window
from retrieval.cohort.concepts import Resolver


def said(question: str) -> tuple[str | None, str | None, str | None, int]:
    asked = read(question, Resolver(SmallVocabulary()))
    names = [one.concepts[0].name if one else None for one in (asked.index, asked.outcome, asked.against)]
    return names[0], asked.special or names[1], names[2], asked.days


@pytest.mark.parametrize(
    ("question", "index", "outcome", "against", "days"),
    [
        ("What is the risk of stroke in atrial fibrillation within 5 years?",
         "Atrial fibrillation", "Cerebrovascular accident", None, 1825),
        ("How often do patients on celecoxib develop a GI bleed compared with diclofenac in 90 days?",
         "celecoxib", "Gastrointestinal hemorrhage", "diclofenac", 90),
        ("After an MI, what is the 1-year mortality?", "Myocardial infarction", "death", None, 365),
        ("What predicts hospital readmission in patients with heart failure?",
         "Heart failure", "readmission", None, 30),
        ("What is her risk of stroke?", None, "Cerebrovascular accident", None, 365),
        ("Does warfarin help in atrial fibrillation?", "warfarin", None, None, 365),
    ],
)  # fmt: skip
def test_who_what_against_whom_and_within_which_time(
    question: str, index: str | None, outcome: str | None, against: str | None, days: int
) -> None:
    assert said(question) == (index, outcome, against, days)


def test_a_doubtful_term_is_kept_for_asking_back() -> None:
    asked = read("What is the risk of stroke in MS?", Resolver(SmallVocabulary()))
    assert asked.index is None
    assert [one.term for one in asked.doubtful] == ["MS"]


@pytest.mark.parametrize(
    ("question", "days"),
    [("within two weeks", 14), ("30-day readmission", 30), ("a 78-year-old man", None), ("ten year risk", 3650)],
)
def test_windows(question: str, days: int | None) -> None:
    assert window(question) == days
