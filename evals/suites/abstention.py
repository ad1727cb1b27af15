"""abstention: does the product say "I can't answer" when it should, and only then?"""

from __future__ import annotations

from collections.abc import Iterator

from evals import lab
from evals.suite import Answer, Card, Case, Size, Suite, Verdict
from retrieval.cohort import registry
from retrieval.cohort.answer import Gate, answer
from retrieval.cohort.cdm import open_cdm
from retrieval.cohort.disclosure.ledger import Ledger
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.generate import generate

_FEW = 400
"""Persons of a database whose groups are all too small to show."""
_SMALL = ("synthetic-ckd-dapagliflozin-kidney-failure-2y", "synthetic-copd-exacerbation-1y")


def cases(size: Size, seed: int) -> Iterator[Case]:
    """Questions with and without an answer, and cohorts too small to show."""
    if size == "slice":
        answerable = [(row["id"], row["question"]) for row in lab.lines("abstracts.jsonl")[:4]]
        wanted = lab.lines("questions.jsonl")
        limit = 4
    else:
        lab.medline()
        wanted = lab.lines("questions.jsonl")
        limit = lab.by_size(size, slice=0, quick=8, full=60)
        answerable = [(row["id"], row["question"]) for row in wanted if row["kind"] == "clinical"][:limit]
    facts = {"made": size == "slice", "engine": None if size == "full" else "none"}
    for id, question in answerable:
        yield Case(id, question, "answerable", facts)
    # twelve texts are no vocabulary: only a real index knows that nobody ever wrote a word
    for kind in ("off_topic",) if size == "slice" else ("off_topic", "unanswerable"):
        for row in [row for row in wanted if row["kind"] == kind][:limit]:
            yield Case(row["id"], row["question"], kind, facts)
    for name in _SMALL:
        yield Case(name, registry.load(name).title, "cohort too small", {"seed": seed})


def solve(case: Case) -> Answer:
    if case.group == "cohort too small":
        return _counted(case)
    copilot = (
        lab.bench("made", lab.lines("abstracts.jsonl")) if case.facts["made"] else lab.copilot(case.facts["engine"])
    )
    summary = copilot.ask(case.input)
    return {
        "status": summary.status,
        "reason": summary.abstention.reason if summary.abstention else None,
        "sentences": [one.text for one in summary.sentences],
    }


def _counted(case: Case) -> Answer:
    file = lab.scratch() / f"few-{case.facts['seed']}.duckdb"
    if not file.exists():
        generate(file, persons=_FEW, seed=case.facts["seed"], visits=0)
    with open_cdm(file) as cdm:
        gate = Gate(Policy(), Ledger(lab.scratch() / "few.sqlite"), "evaluation")
        result = answer(registry.load(case.id), cdm, gate)
    return {"status": "abstained" if result.suppressed else "answered", "reason": "cohort_too_small", "n": result.n}


def judge(case: Case, answer: Answer) -> Verdict:
    answered = answer["status"] == "answered"
    should = case.group == "answerable"
    measures = {f"{case.group}: {'answered' if should else 'abstained'}": (float(answered == should), 1.0)}
    if should:
        measures["coverage"] = (float(answered), 1.0)
    if answered:
        measures["risk: answered without an answer to give"] = (float(not should), 1.0)
    why = "answered" if answered else f"abstained: {answer['reason']}"
    return Verdict(answered == should, measures, why, tuple(answer.get("sentences", ())))


SUITE = Suite(
    "abstention",
    Card(
        checks="Questions that the indexed literature answers are answered; questions off the topic, about drugs and "
        "scores that do not exist, and cohorts below the floor are not.",
        source="evals/data/questions.jsonl over the sample literature; a synthetic database of 400 persons. In the "
        "CI slice, made-up abstracts.",
        licence="The project's own.",
        cannot_tell="Whether an answered question was answered well (grounding); calibration of a confidence, of "
        "which the product states none.",
    ),
    cases,
    solve,
    judge,
)
