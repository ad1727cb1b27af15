"""Ages of 90 and more in the words of those who write them, and what is no age."""

from __future__ import annotations

import pytest

from copilot.deid.recognizers.ages import LoneAges, OldAges


def found(text: str) -> list[str]:
    return [text[start:end] for rule in (OldAges(), LoneAges()) for start, end, _ in rule.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "the lady in bed 14B is 98, GCS 13",
        "her gran is 101 and lives with them",
        "my husband was 93, on apixaban",
        "He is almost 96 and still drives.",
        "She is just shy of 99 with a hip fracture.",
        "hes ninety four , ddavp?",
        "a Bletchley girl, a hundred and two, and frail",
        "is A1c <8.5 fine at ninety-six?",
        "shes 94 and CrCl 37",
        "Merv Tollgate, 93, VLU left gaiter",
        "95, ex asbestos lagger",
    ],
)
def test_an_old_age_is_found(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Saturation is 93, HR is 98, on air.",
        "His saturation was almost 95% on air.",
        "Nearly 90 mg was given.",
        "Almost 95 patients were enrolled.",
        "MAP is 94, urine output fine.",
        "sats ninety two on air",
        "ninety-five percent of a hundred and two patients",
        "bp one hundred and two over sixty",
        "Pulse regular, 96, afebrile.",
        "HR now 92, BP 110/70.",
    ],
)
def test_a_value_is_no_age(text: str) -> None:
    assert not found(text)
