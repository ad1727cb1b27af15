"""What a claim's words give away of its verdict."""

from __future__ import annotations

from math import log
from random import Random

from copilot.training.verifier.bias import claim_only, level

WORDS = "statins aspirin obesity smoking mortality stroke anaemia falls sepsis asthma".split()


def _claims(tell: bool) -> tuple[list[str], list[bool], list[str]]:
    random = Random(0)
    holds = [number % 2 == 0 for number in range(200)]
    mark = {True: "may", False: "always"}
    claims = [
        f"{random.choice(WORDS)} {mark[held] if tell else 'will'} raise {random.choice(WORDS)}" for held in holds
    ]
    return claims, holds, [str(number // 4) for number in range(200)]


def _right(tell: bool) -> float:
    claims, holds, groups = _claims(tell)
    odds = claim_only(claims, holds, groups)
    return sum((value > 0) == held for value, held in zip(odds, holds, strict=True)) / len(holds)


def test_a_mark_that_goes_with_the_verdict_gives_it_away() -> None:
    assert _right(tell=True) > 0.95


def test_words_that_go_with_nothing_do_not() -> None:
    assert _right(tell=False) < 0.65


def test_of_claims_whose_words_tell_their_verdict_about_as_many_stay_as_of_those_whose_words_mislead() -> None:
    holds = [number % 4 > 0 for number in range(2000)]  # words that say "holds" with 0.75, and are right so often
    kept = level([log(3)] * len(holds), holds, seed=1)
    stay = [held for held, stays in zip(holds, kept, strict=True) if stays]
    assert 0.5 < sum(stay) / len(stay) < 0.6
    assert 1000 < len(stay) < 1200
