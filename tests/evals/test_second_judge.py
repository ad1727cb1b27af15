from __future__ import annotations

import pytest

from evals.second_judge import literal

SOURCE = [
    "Mortality was 4% with titrated and 9% with high flow oxygen. Acidosis was less common with titrated oxygen."
]


@pytest.mark.parametrize(
    ("claim", "held"),
    [
        ("Mortality was 4% with titrated and 9% with high flow oxygen", True),
        ("Mortalities were 4% with titrated oxygen", False),  # "were" is no word of the source
        ("Mortality was 9% with titrated and 4% with high flow oxygen", False),
        ("Mortality was not 4% with titrated", False),
        ("Mortality was 4% without titrated", False),
        ("Acidosis was less common", True),
        ("Mortality was 9-14% with high flow oxygen", False),
        ("Mortality was 4.5mg with titrated", False),
    ],
)
def test_every_word_stands_in_the_source_and_numbers_in_order(claim: str, held: bool) -> None:
    assert literal(claim, SOURCE) is held
