from __future__ import annotations

from collections import Counter

from copilot.patient.intake import from_document
from evals.fairness.counterfactual import TODAY
from evals.fairness.variants import base, variants


def test_thirty_two_variants_of_one_patient() -> None:
    made = variants()
    assert len({one.id for one in made}) == len(made) == 32
    assert set(Counter(one.attribute for one in made)) == {
        "age within range", "sex", "name", "race", "language", "insurance", "housing", "orientation"
    }  # fmt: skip
    assert all(one.bundle != base() for one in made)


def test_every_variant_is_a_record_that_can_be_read_with_the_same_problems() -> None:
    wanted = from_document(base(), today=TODAY)
    assert [one.text for one in wanted.conditions] == ["Heart failure", "Type 2 diabetes mellitus"]
    for one in variants():
        got = from_document(one.bundle, today=TODAY)
        assert got.conditions == wanted.conditions
        assert abs((got.age or 0) - (wanted.age or 0)) <= 3
