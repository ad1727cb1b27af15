"""Ages of 90 and more in the words of those who write them, and what is no age."""

from __future__ import annotations

import pytest

from copilot.deid.recognizers.ages import OldAges


def found(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in OldAges().find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "the lady in bed 14B is 98, GCS 13",
        "her gran is 101 and lives with them",
        "my husband was 93, on apixaban",
        "He is almost 96 and still drives.",
        "She is just shy of 99 with a hip fracture.",
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
    ],
)
def test_a_value_is_no_age(text: str) -> None:
    assert not found(text)
