"""The seam of two half sentences."""

from __future__ import annotations

import pytest

from copilot.verify.joined import joined

TEXT = (
    "Statin use was associated with lower mortality in older adults. "
    "Most of the aspirin group had major bleeding within one year. Age was a predictor of both."
)


def test_a_subject_with_another_s_finding_is_found() -> None:
    assert (
        joined("Most of the aspirin group was associated with lower mortality in older adults.", TEXT)
        == "group … was"
    )
    assert joined("Statin use was associated with major bleeding within one year.", TEXT) == "with … major"


@pytest.mark.parametrize(
    "claim",
    [
        *TEXT.split(". "),
        "Statin use was associated with lower mortality.",
        "Statin use was associated with lower mortality and most of the aspirin group had major bleeding.",
        "Mortality was lower with statins.",
        "",
    ],
)
def test_copies_open_joins_and_free_wording_are_not(claim: str) -> None:
    assert joined(claim, TEXT) is None
