"""from_use: does the product behave as people who went through readers' reviews said it should?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources

from copilot.patient.intake import from_document
from copilot.settings import Settings
from evals import lab
from evals.from_use import store
from evals.from_use.case import Candidate, Got, read
from evals.suite import Answer, Card, Case, Size, Suite, Verdict


def cases(size: Size, seed: int) -> Iterator[Case]:
    """The shipped examples over made-up abstracts; outside the CI slice also what this installation took in."""
    text = resources.files("evals").joinpath("data", "from_use.json").read_text(encoding="utf-8")
    yield from (_case(one, "made-up") for one in read(json.loads(text)))
    if size != "slice":
        local = store.decided(store.folder(Settings().home))
        yield from (_case(one, "from use") for one in local if one.decision == "accept")


def _case(one: Candidate, group: str) -> Case:
    facts = one.model_dump(mode="json", include={"patient", "expect", "said"})
    return Case(one.id, one.question, group, facts)


def solve(case: Case) -> Answer:
    made = case.group == "made-up"
    copilot = lab.bench("from-use", lab.lines("abstracts.jsonl")) if made else lab.copilot()
    patient = case.facts["patient"]
    summary = copilot.ask(case.input, from_document(patient) if patient else None)
    return Got.of(summary.model_dump(mode="json")).model_dump()


def judge(case: Case, answer: Answer) -> Verdict:
    expect = Candidate.model_validate({"id": "x", "question": case.input, "expect": case.facts["expect"]}).expect
    faults = expect.faults(Got.model_validate(answer))
    said = case.facts["said"] or {}
    evidence = tuple(f"{name}: {value}" for name, value in said.items() if value)
    return Verdict(not faults, {"behaves as reviewed": (float(not faults), 1.0)}, "; ".join(faults), evidence)


SUITE = Suite(
    "from_use",
    Card(
        checks="Answers that readers found wrong or changed come out as the person who read the reviews wrote down.",
        source="Reviews in this installation's audit log, through the outgoing gate, each accepted by a person "
        "(`copilot eval candidates`, `accept`); and shipped examples over made-up abstracts, which show the path.",
        licence="Shipped examples: the project's own. Local cases stay where they are.",
        cannot_tell="How often answers are wrong: readers review what they notice. Statements are compared by words, "
        "numbers and direction; a paraphrase counts as not said.",
    ),
    cases,
    solve,
    judge,
)
