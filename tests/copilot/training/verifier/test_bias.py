"""What a claim's words give away of its verdict."""

from __future__ import annotations

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


def test_among_the_claims_that_are_kept_their_words_say_nothing() -> None:
    claims, holds, groups = _claims(tell=True)
    told = [claim if number % 4 else claim.replace("may", "always") for number, claim in enumerate(claims)]
    odds = claim_only(told, holds, groups)
    kept = level([*odds], holds, seed=1)
    left = [(value > 0) == held for value, held, stays in zip(odds, holds, kept, strict=True) if stays]
    assert sum((value > 0) == held for value, held in zip(odds, holds, strict=True)) > 140
    assert 0.3 < sum(left) / len(left) < 0.7
    assert 0.2 < sum(kept) / len(kept) < 0.8
