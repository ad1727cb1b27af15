"""A copied sentence: what was put in must mean what was there."""

from __future__ import annotations

import pytest

from copilot.verify.altered import altered

SOURCE = (
    "Rats fed the low-sodium diet had a higher survival than controls after eight weeks of treatment. "
    "Mortality at one year was lower in the ticagrelor group than in the placebo group of the trial. "
    "There was no difference in bleeding between the two groups during the follow-up period."
)


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("Mice fed the low-sodium diet had a higher survival than controls after eight weeks of treatment.", "Mice"),
        (
            "Rats fed the low-sodium diet had a higher survival than controls before eight weeks of treatment.",
            "before",
        ),
        ("Rats fed the low-sodium diet had a higher survival than women after eight weeks of treatment.", "women"),
        (
            "Mortality at one year was lower in the placebo group than in the ticagrelor group of the trial.",
            "placebo",
        ),
        ("There was a difference in bleeding between the two groups during the follow-up period.", "a negation"),
        (
            "Mortality at one year was not lower in the ticagrelor group than in the placebo group of the trial.",
            "a negation",
        ),
    ],
)
def test_one_word_put_in_is_found(claim: str, word: str) -> None:
    assert any(word in found for found in altered(claim, SOURCE)), altered(claim, SOURCE)


@pytest.mark.parametrize(
    "claim",
    [
        *SOURCE.split(". "),
        "Mortality at one year was reduced in the ticagrelor group than in the placebo group of the trial.",
        "Overall, there was no difference in bleeding between the two arms during the follow-up period.",
        "Survival was better on little salt.",
        "Bleeding did not differ between the groups over the whole time.",
    ],
)
def test_a_copy_a_synonym_and_free_wording_are_fair(claim: str) -> None:
    assert altered(claim, SOURCE) == []


def test_things_joined_by_and_may_change_places() -> None:
    source = "Dyspnoea and chest pain were the most common symptoms at admission to hospital."
    assert altered("Chest pain and dyspnoea were the most common symptoms at admission to hospital.", source) == []
