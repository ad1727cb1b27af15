"""risksum: cited risk summaries of synthetic patients, with traps, held against gold (docs/evals/risksum.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from evals.risksum import splits, world
from evals.risksum.case import Answered, RiskCase
from evals.risksum.measures import measures
from evals.risksum.score import Scored, score
from evals.risksum.systems import EXTRACTIVE, FAULTY, SYSTEMS
from evals.suite import Answer, Card, Case, Size, Suite, Verdict


def cases(size: Size, seed: int) -> Iterator[Case]:
    """Cases of the dev split; `seed` draws those of a slice or a quick run."""
    for case, system in splits.drawn(size, seed):
        facts = {"case": case.model_dump(mode="json"), "system": system}
        yield Case(f"{case.id} {system}", f"{_patient(case)}. {case.question}", case.trap, facts)


def _patient(case: RiskCase) -> str:
    """The patient in a line, for the reader of the report."""
    found = [entry["resource"] for entry in case.patient["entry"]]
    has = [one["code"]["text"] for one in found if one["resourceType"] == "Condition"]
    return f"{found[0]['gender']}, born {found[0]['birthDate'][:4]}, {', '.join(has)} ({case.setting})"


def solve(case: Case) -> Answer:
    """The answer beside the computed case, so that a reader has both."""
    whole = world.computed(RiskCase.model_validate(case.facts["case"]))
    answer = SYSTEMS[case.facts["system"]].answer(whole)
    return answer.model_dump(mode="json") | {"case": whole.model_dump(mode="json")}


def judge(case: Case, answer: Answer) -> Verdict:
    whole = RiskCase.model_validate(answer["case"])
    told = Answered.model_validate({name: value for name, value in answer.items() if name != "case"})
    scored = score(whole, told)
    system, gold = case.facts["system"], tuple(fact.quote for fact in whole.facts)
    if system == FAULTY:
        wrong = len(scored.distorted) + scored.numbers[1] - scored.numbers[0]
        passed = {"faulty drafts: statements distorted or numbers foreign": (float(wrong > 0), 1.0)}
        return Verdict(not wrong, passed, "; ".join(scored.distorted), gold)
    label = "" if system == EXTRACTIVE else f"{system}: "
    found = {f"{label}{name}": part for name, part in measures(whole, scored).items()}
    return Verdict(scored.value == 1.0, found, _why(scored), gold)


def _why(scored: Scored) -> str:
    said = Counter(gold.why for gold, _ in scored.forbidden)
    parts = [f"{why} ({count})" for why, count in said.items()]
    parts += [f"distorted: {text}" for text in scored.distorted]
    parts += [] if scored.right_to_speak else ["answered, or abstained, where that is wrong"]
    parts += [f"missed: {quote}" for quote in scored.missed]
    return "; ".join(parts) or "every required fact, nothing forbidden"


SUITE = Suite(
    "risksum",
    Card(
        checks="Risk summaries of synthetic patients make the required statements with their sources, and none that "
        "is forbidden: retracted, replaced, of animals or other people, suppressed, in the wrong unit, planted.",
        source="Cases made from a public seed and cases written by hand; abstracts made up but for eight of the "
        "sample literature; cohorts with planted truth; scores by their published formulas (evals.risksum).",
        licence="The project's own. MEDLINE: NLM terms; read, not shipped.",
        cannot_tell="How real questions, records and literature are; whether a summary reads well; what another "
        "wording of a required fact would have been worth. Nobody outside the project has reviewed the gold yet.",
    ),
    cases,
    solve,
    judge,
)
