"""What a sentence says of whom it is."""

from __future__ import annotations

from copilot.answering.standing import DIRECT, Standing, caveats, qualified, whom
from retrieval.literature.directness import Indirect

RATS = Standing((Indirect("not in people", "not studied in people", "rats"),))
CHILDREN = Standing((Indirect("age", "studied at ages 6 to 18", "children"),))
OLDER = Standing((Indirect("age", "studied from the age of 65"),))
UPDATED = Standing(update="PMID 5")


def test_a_finding_of_others_begins_with_them() -> None:
    assert qualified("Frailty raised stroke.", [RATS]) == "In rats: Frailty raised stroke."
    assert qualified("Asthma grew in 9 children.", [CHILDREN]) == "Asthma grew in 9 children."
    assert qualified("Frailty raised stroke.", [RATS, DIRECT]) == "Frailty raised stroke."
    assert qualified("Frailty raised stroke.", [OLDER]) == "Frailty raised stroke."
    assert qualified("Frailty raised stroke.", []) == "Frailty raised stroke."


def test_caveats_are_typed_and_one_source_without_any_is_enough() -> None:
    assert [(one.kind, one.text) for one in caveats([RATS])] == [("not in people", "Not studied in people.")]
    assert [one.kind for one in caveats([OLDER])] == ["age"]
    (update,) = caveats([UPDATED])
    assert update.kind == "superseded" and "PMID 5" in update.text
    assert caveats([RATS, DIRECT]) == caveats([]) == []


def test_others_are_named_once() -> None:
    assert whom([RATS, CHILDREN, RATS, OLDER]) == ["rats", "children"]
