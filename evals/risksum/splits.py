"""The splits, and which cases an evaluation draws from the dev split."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from evals import lab
from evals.risksum.case import RiskCase
from evals.risksum.generate import cases
from evals.risksum.systems import EXTRACTIVE, FAULTY
from evals.risksum.written import written
from evals.suite import Size
from retrieval.errors import BadInput

DEV_SEED = 2611
"""Of the dev split, for all to see. The test split's seed is given on the command line and stands nowhere."""


def dev() -> list[RiskCase]:
    """Generated and handwritten cases that systems may be developed on."""
    return [*cases(DEV_SEED), *written()]


def test(seed: str) -> list[RiskCase]:
    """Generated cases of a secret seed. Raises BadInput: it is the dev split's, or short enough to be guessed."""
    if seed == str(DEV_SEED) or len(seed) < 16:
        raise BadInput(
            "The seed of a test split has 16 characters or more, drawn at random.",
            next_step="`python -c 'import secrets; print(secrets.token_hex(16))'` makes one; keep it to yourself.",
        )
    return cases(seed)


def drawn(size: Size, seed: int) -> Iterator[tuple[RiskCase, str]]:
    """(case, system): what `copilot eval run risksum` asks the product, and with whose draft."""
    every = [one for one in dev() if size != "slice" or all(document.made_up for document in one.documents)]
    generated = sample(
        [one for one in every if one.origin == "generated"], lab.by_size(size, slice=1, quick=1, full=999), seed
    )
    by_hand = [one for one in every if one.origin == "written"]
    by_hand = random.Random(seed).sample(by_hand, min(len(by_hand), lab.by_size(size, slice=2, quick=8, full=999)))  # noqa: S311
    yield from ((one, EXTRACTIVE) for one in (*generated, *by_hand))
    faulty = [one for one in generated if not one.abstain]
    yield from ((one, FAULTY) for one in faulty[: lab.by_size(size, slice=2, quick=6, full=40)])
    if size == "full":
        yield from ((one, "default engine") for one in sample(every, 2, seed))


def sample(whole: Sequence[RiskCase], per_trap: int, seed: int) -> list[RiskCase]:
    """So many cases of each trap, drawn with `seed`, in the order of `whole`; a larger sample holds the smaller."""
    kept = {one.id for rank, some in ranked(whole, seed).items() if rank < per_trap for one in some}
    return [one for one in whole if one.id in kept]


def ranked(whole: Sequence[RiskCase], seed: int) -> dict[int, list[RiskCase]]:
    """By rank from 0: the case of each trap that was drawn in that place."""
    found: dict[int, list[RiskCase]] = {}
    for trap in sorted({one.trap for one in whole}):
        mine = [one for one in whole if one.trap == trap]
        random.Random(f"{seed} {trap}").shuffle(mine)  # noqa: S311
        for rank, one in enumerate(mine):
            found.setdefault(rank, []).append(one)
    return found
