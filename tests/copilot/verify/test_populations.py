"""Whom a claim is about."""

from __future__ import annotations

import pytest

from copilot.verify.populations import absent


@pytest.mark.parametrize(
    ("claim", "text", "lost"),
    [
        ("It worked in children.", "It worked in pediatric wards.", []),
        ("It worked in children.", "It worked in older adults.", ["children"]),
        ("The liver was spared.", "Hepatic tissue was spared.", []),
        ("The liver was spared.", "Renal tissue was spared.", ["liver"]),
        ("Mice survived.", "Murine models survived.", []),
        ("Women were at risk.", "Female patients were at risk.", []),
        ("Something else happened.", "Nothing did.", []),
        ("Boys and girls did not differ.", "There were no sex differences.", []),
        ("Boys did better.", "There were sex differences in adults.", ["Boys"]),
    ],
)
def test_a_population_must_be_named_by_one_of_its_words(claim: str, text: str, lost: list[str]) -> None:
    assert absent(claim, text) == lost
