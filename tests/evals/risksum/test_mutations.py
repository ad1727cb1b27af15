"""Planted faults in the product turn a bar of the benchmark red, and only with them is it red."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from copilot import cohort
from copilot.answering import judging
from copilot.schema import Citation, Sentence
from copilot.verify.gate import Check, Gate
from evals import lab
from evals.bars import bars
from evals.risksum.case import RiskCase
from evals.risksum.generate import cases
from evals.risksum.splits import DEV_SEED
from evals.risksum.systems import EXTRACTIVE, FAULTY
from evals.stats import estimate
from evals.suite import Case
from evals.suites.risksum import SUITE
from retrieval.cohort.disclosure.policy import Policy
from retrieval.evidence import Evidence
from retrieval.index.search import Index
from retrieval.index.store import Writer

Patch = pytest.MonkeyPatch


def broken(measure: str, some: Iterable[RiskCase], system: str) -> bool:
    """Is the measure's bar broken over these cases?"""
    parts = []
    for one in some:
        case = Case(one.id, one.question, one.trap, {"case": one.model_dump(mode="json"), "system": system})
        found = SUITE.judge(case, SUITE.solve(case)).measures
        parts += [found[measure]] if measure in found else []
    (bar,) = (one for one in bars() if (one.suite, one.measure) == ("risksum", measure))
    return bar.outcome(estimate(parts)) == "broken"


def some_of(*ids: str) -> list[RiskCase]:
    return [one for one in cases(DEV_SEED) if one.id in ids]


def gate_passes_everything(patch: Patch) -> None:
    patch.setattr(Gate, "check_many", lambda self, items: [Check([(0, len(text))], 1.0) for _, text, _ in items])


def retractions_unread(patch: Patch) -> None:
    patch.setattr(Writer, "retract", lambda self, key, notice: None)


def floor_lowered(patch: Patch) -> None:
    patch.setattr(cohort.policy, "Policy", lambda: Policy(floor=5))


def citations_off_by_one(patch: Patch) -> None:
    of = judging.Citation.of

    def shifted(evidence: Evidence, start: int, end: int) -> Citation:
        return of(evidence, start, end).model_copy(update={"start": start + 1, "end": end + 1})

    patch.setattr(judging.Citation, "of", shifted)


def numbers_swapped(patch: Patch) -> None:
    """The first two percentages of a shown sentence change places after all checks."""

    def swapped(text: str, **rest: Any) -> Sentence:
        found = re.findall(r"\d+\.\d+%", text)
        if len(found) > 1:
            text = text.replace(found[0], "#").replace(found[1], found[0]).replace("#", found[1])
        return Sentence(text=text, **rest)

    patch.setattr(judging, "Sentence", swapped)


def number_invented(patch: Patch) -> None:
    patch.setattr(judging, "Sentence", lambda text, **rest: Sentence(text=re.sub(r"\d+\.\d+", "77.7", text), **rest))


def retracted_found(patch: Patch) -> None:
    patch.setattr(Index, "is_retracted", lambda self, keys: False)
    retractions_unread(patch)


FAULTS: list[tuple[Callable[[Patch], None], str, list[RiskCase], str]] = [
    (
        gate_passes_everything,
        "faulty drafts: statements distorted or numbers foreign",
        some_of("g089-retracted"),
        FAULTY,
    ),
    (retracted_found, "retracted: forbidden statement shown", some_of("g012-retracted"), EXTRACTIVE),
    (floor_lowered, "suppressed: forbidden statement shown", some_of("g005-suppressed"), EXTRACTIVE),
    (citations_off_by_one, "citations valid", some_of("g089-retracted"), EXTRACTIVE),
    (numbers_swapped, "statements distorted", some_of("g089-retracted"), EXTRACTIVE),
    (number_invented, "numbers that stand in the cited words", some_of("g089-retracted"), EXTRACTIVE),
]


@pytest.mark.parametrize(("fault", "measure", "some", "system"), FAULTS, ids=[fault.__name__ for fault, *_ in FAULTS])
def test_a_planted_fault_turns_its_bar_red(
    fault: Callable[[Patch], None], measure: str, some: list[RiskCase], system: str, monkeypatch: Patch
) -> None:
    assert not broken(measure, some, system)
    with monkeypatch.context() as patch:
        fault(patch)
        lab.scratch.cache_clear()
        lab.settings.cache_clear()
        assert broken(measure, some, system)
