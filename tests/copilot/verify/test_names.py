"""Names: spelt as in the passage, or not shown."""

from __future__ import annotations

import pytest

from copilot.verify.names import unsupported

PASSAGE = (
    "The MEESSI-AHF score predicted death in acute heart failure. Patients with chronic kidney disease took "
    "metoprolol; IL-6 and hypertension were recorded at Basel."
)


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("The HESI-AHF score predicted death.", ["HESI-AHF"]),
        ("Patients took metformin.", ["metformin"]),
        ("Patients took apixaban.", ["apixaban"]),
        ("Levels of IL-8 were recorded.", ["IL-8"]),
        ("Hypotension was recorded.", ["Hypotension"]),
        ("It was recorded at Zurich.", ["Zurich"]),
        ("Patients had COPD.", ["COPD"]),
    ],
)
def test_a_name_the_passage_does_not_have_is_reported(claim: str, wrong: list[str]) -> None:
    assert unsupported(claim, PASSAGE) == wrong


@pytest.mark.parametrize(
    "claim",
    [
        "The MEESSI-AHF score predicted death.",
        "In AHF, MEESSI AHF predicted death.",
        "Patients with CKD took metoprolol.",
        "Metoprolol was taken and IL6 recorded.",
        "Predictive scores work in hypertensive patients.",
        "Patients were at the Basel site.",
    ],
)
def test_a_name_in_another_writing_holds(claim: str) -> None:
    assert unsupported(claim, PASSAGE) == []


def test_a_word_no_indexed_text_has_is_reported() -> None:
    assert unsupported("Zorblax predicted death.", PASSAGE, known=lambda word: word != "zorblax") == ["Zorblax"]
    assert unsupported("Several scores predicted death.", PASSAGE, known=lambda word: True) == []
