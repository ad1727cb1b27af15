from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from evals.risksum import splits
from evals.risksum.case import Answered, Cited, RiskCase, Shown, Trap
from evals.risksum.generate import cases, fingerprint
from evals.risksum.score import holds, score
from evals.risksum.splits import DEV_SEED, dev, sample
from evals.risksum.written import written
from retrieval.errors import BadInput
from retrieval.evidence import Evidence


def perfect(case: RiskCase) -> tuple[RiskCase, Answered]:
    """The gold of the literature as an answer, over the literature alone."""
    evidence = tuple(Evidence(id=one.id, kind=one.kind, title=one.title, text=one.text) for one in case.documents)
    known = {one.id for one in evidence}
    facts = tuple(fact for fact in case.facts if fact.evidence in known)
    said = tuple(
        Shown(
            text=f"{fact.quote.rstrip('. ')} [1].",
            citations=(Cited(evidence=fact.evidence, start=fact.start, end=fact.end, quote=fact.quote),),
        )
        for fact in facts
    )
    reason = case.abstain[0] if case.abstain else None
    status = "abstained" if case.abstain else "answered"
    answer = Answered(id=case.id, status=status, reason=reason, sentences=said)
    return case.model_copy(update={"evidence": evidence, "facts": facts}), answer


def test_the_same_seed_makes_the_same_cases() -> None:
    assert fingerprint(cases("a")) == fingerprint(cases("a")) != fingerprint(cases("b"))
    assert cases(DEV_SEED, 12) == cases(DEV_SEED)[:12]


def test_the_dev_split_is_the_published_one() -> None:
    """A changed case is another benchmark: raise `generate.VERSION`, and make the leaderboard again."""
    assert fingerprint(cases(DEV_SEED)) == "3f5e1b7aa30f8ebb84629f1c36dfa7f05a9120318c68bb3e3037d672c323b772"
    assert fingerprint(written()) == "8ee23e0ff2c2716f777e43889fbd0b965b769a59bb6ebb28a2d321e6a855075e"


def test_there_are_enough_cases_of_every_trap() -> None:
    made, by_hand = cases(DEV_SEED), written()
    assert len(made) >= 300
    assert len(by_hand) >= 60
    assert len({one.id for one in dev()}) == len(dev())
    count = Counter(one.trap for one in made)
    assert all(count[trap] >= 25 for trap in get_args(Trap))
    assert set(get_args(Trap)) <= {one.trap for one in by_hand}
    assert sum("hospital at home" in (one.setting, one.specialty) for one in by_hand) >= 5


@pytest.mark.parametrize("case", [one for one in dev() if all(d.made_up for d in one.documents)], ids=lambda c: c.id)
def test_gold_fits_its_case(case: RiskCase) -> None:
    """A perfect answer is worth one, so no gold contradicts another; every quote stands where it is said to."""
    texts = {one.id: one.text for one in case.documents}
    for fact in case.facts:
        if fact.evidence in texts:
            assert texts[fact.evidence][fact.start : fact.end] == fact.quote
            assert holds(fact, fact.quote)
        else:
            assert fact.evidence == "cohort" or fact.evidence in case.scores
    for gold in case.forbidden:
        assert not gold.evidence or gold.evidence in {*texts, "cohort", *case.scores}
    assert bool(case.abstain) != bool(case.facts)
    whole, answer = perfect(case)
    assert score(whole, answer).value == 1.0


def test_a_test_split_has_a_seed_that_nobody_guesses() -> None:
    with pytest.raises(BadInput):
        splits.test(str(DEV_SEED))
    made = splits.test("0123456789abcdef")
    assert not {one.question + one.documents[0].text for one in made} & {
        one.question + one.documents[0].text for one in dev()
    }


def test_a_larger_sample_holds_the_smaller() -> None:
    small, large = ({one.id for one in sample(dev(), n, 1)} for n in (1, 3))
    assert small < large
    assert len(small) == len(get_args(Trap)) + 1
