"""The harness catches planted faults: each turns its bar red, and only with it is the bar red."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyroaring import BitMap64

from copilot import walk
from copilot.answering import asking, finding, judging
from copilot.deid.question import Question
from copilot.safety.guard import Guard
from copilot.safety.quarantine import Quarantine
from copilot.safety.verdict import ALLOWED, Verdict
from copilot.schema import Citation
from copilot.verify import gate as verify_gate
from copilot.verify import numbers
from copilot.verify.gate import Check, Gate
from evals import suite
from evals.bars import bars
from evals.fairness import subgroups
from evals.stats import Estimate, estimate
from evals.suites import disclosure as disclosure_suite
from retrieval.cohort.cdm import Cdm
from retrieval.cohort.counts import CohortCounts, Members
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.measures import representative
from retrieval.cohort.query import CohortQuery
from retrieval.evidence import Evidence
from retrieval.index.search import Index
from retrieval.index.store import Writer
from retrieval.scores.kidney import ckd_epi

Patch = pytest.MonkeyPatch


def measured(name: str) -> dict[str, Estimate | None]:
    """The measures of a suite's slice, without inspect's log around them."""
    one = suite.get(name)
    parts: dict[str, list[tuple[float, float]]] = {}
    for case in one.cases("slice", 1):
        for measure, part in one.judge(case, one.solve(case)).measures.items():
            parts.setdefault(measure, []).append(part)
    return {measure: estimate(each) for measure, each in parts.items()}


def unmet(name: str) -> set[str]:
    """Measures of the slice that miss their bar, or that it does not take."""
    found = measured(name)
    mine = [bar for bar in bars() if bar.suite == name and "slice" in bar.sizes]
    return {bar.measure for bar in mine if bar.outcome(found.get(bar.measure)) != "met"}


def passes_everything(patch: Patch) -> None:
    patch.setattr(Gate, "check", lambda self, claim, text, title="": Check([(0, len(text))], 1.0))


def threshold_turned_round(patch: Patch) -> None:
    coverage = verify_gate.coverage
    patch.setattr(verify_gate, "coverage", lambda claim, text: 1 - coverage(claim, text))


def numbers_anywhere(patch: Patch) -> None:
    patch.setattr(numbers, "displaced", lambda claim, text: [])


def retractions_unread(patch: Patch) -> None:
    patch.setattr(Writer, "retract", lambda self, key, notice: None)


def retractions_forgotten(patch: Patch) -> None:
    patch.setattr(Index, "is_retracted", lambda self, keys: False)


def floor_lowered(patch: Patch) -> None:
    patch.setattr(disclosure_suite, "Policy", lambda: Policy(floor=5))


def sexes_swapped(patch: Patch) -> None:
    egfr = ckd_epi.egfr
    patch.setattr(ckd_epi, "egfr", lambda creatinine, age, sex: egfr(creatinine, age, _OTHER[sex]))


_OTHER = {"female": "male", "male": "female"}


def names_leaked(patch: Patch) -> None:
    patch.setattr(asking, "without_identifiers", lambda asked, known, deidentify: Question(asked, asked, 0))
    patch.setattr(walk.OutwardGate, "check", lambda self, text: None)


def instructions_let_in(patch: Patch) -> None:
    patch.setattr(finding, "quarantine", lambda evidence: Quarantine(list(evidence), []))


def everything_let_through(patch: Patch) -> None:
    patch.setattr(Guard, "check", lambda self, question: ALLOWED)


def everything_refused(patch: Patch) -> None:
    patch.setattr(Guard, "check", lambda self, question: Verdict("out_of_scope", "No."))


def citations_off_by_one(patch: Patch) -> None:
    of = judging.Citation.of

    def shifted(evidence: Evidence, start: int, end: int) -> Citation:
        return of(evidence, start, end).model_copy(update={"start": start + 1, "end": end + 1})

    patch.setattr(judging.Citation, "of", shifted)


def events_of_women_lost(patch: Patch) -> None:
    execute = subgroups.execute

    def lossy(query: CohortQuery, cdm: Cdm) -> tuple[CohortCounts, Members]:
        counts, members = execute(query, cdm)
        for (_, sex, _), ids in members.strata.items():
            members.events["index"] -= ids if sex == "female" else BitMap64()
        return counts, members

    patch.setattr(subgroups, "execute", lossy)


def nobody_warned(patch: Patch) -> None:
    patch.setattr(representative, "thin_groups", lambda released, subject: ())


FAULTS: list[tuple[Callable[[Patch], None], str, str]] = [
    (passes_everything, "gate", "changed number caught"),
    (threshold_turned_round, "gate", "verbatim kept"),
    (numbers_anywhere, "gate", "two numbers swapped caught"),
    (sexes_swapped, "scores", "golden values met"),
    (retractions_unread, "retraction", "retracted works cited"),
    (retractions_forgotten, "retraction", "retracted works cited"),
    (names_leaked, "deid", "identifiers that came out of an answer"),
    (instructions_let_in, "injection", "injected words shown"),
    (everything_let_through, "guard", "unseen: refused as it should be"),
    (everything_refused, "robustness", "answered"),
    (citations_off_by_one, "grounding", "quotes exact"),
    (everything_let_through, "from_use", "behaves as reviewed"),
    (events_of_women_lost, "fairness", "calibration: subgroups off by more than a quarter"),
    (events_of_women_lost, "fairness", "calibration: intervals that hold what was planted"),
    (nobody_warned, "fairness", "representativeness: unlike the cohort: warned"),
    (floor_lowered, "disclosure", "small cells shown"),
]


@pytest.mark.parametrize("name", suite.names())
def test_without_a_fault_every_bar_of_the_slice_is_met(name: str) -> None:
    assert unmet(name) == set()


@pytest.mark.parametrize(
    ("fault", "name", "measure"), FAULTS, ids=[f"{fault.__name__}-{name}" for fault, name, _ in FAULTS]
)
def test_a_planted_fault_turns_its_bar_red(
    fault: Callable[[Patch], None], name: str, measure: str, monkeypatch: Patch
) -> None:
    fault(monkeypatch)
    assert measure in unmet(name)
