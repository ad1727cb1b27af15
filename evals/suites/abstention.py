"""abstention: does the product say "I can't answer" when it should, and only then?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copilot.schema import RiskSummary
from evals import lab
from evals.from_use.statements import says
from evals.report.figure import Figure, curves
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
    for row in lab.lines("premises.jsonl"):
        yield Case(row["id"], row["question"], row["kind"], facts | {"made": True, "row": row})
    for name in _SMALL:
        yield Case(name, registry.load(name).title, "cohort too small", {"seed": seed})


def solve(case: Case) -> Answer:
    if case.group == "cohort too small":
        return _counted(case)
    engine = case.facts["engine"]
    copilot = lab.bench("made", lab.lines("abstracts.jsonl"), engine) if case.facts["made"] else lab.copilot(engine)
    summary = copilot.ask(case.input)
    return {
        "status": summary.status,
        "reason": summary.abstention.reason if summary.abstention else None,
        "sentences": [one.text for one in summary.sentences],
        "confidence": _confidence(summary),
    }


def _confidence(summary: RiskSummary) -> dict[str, float]:
    """What could order answers by how sure they are: none of it is stated to the reader."""
    cited = {one.evidence for sentence in summary.sentences for one in sentence.citations}
    near = [item.rank.dense for item in summary.evidence if item.id in cited and item.rank.dense is not None]
    return {
        "support of the best sentence": max((one.support.score for one in summary.sentences), default=0.0),
        "closeness of the best text": max(near, default=0.0),
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
    if case.group == "presupposed":
        return _judge_premise(case.facts["row"], answer)
    should = case.group == "answerable"
    measures = {f"{case.group}: {'answered' if should else 'abstained'}": (float(answered == should), 1.0)}
    if should:
        measures["coverage"] = (float(answered), 1.0)
    if answered:
        measures["risk: answered without an answer to give"] = (float(not should), 1.0)
    why = "answered" if answered else f"abstained: {answer['reason']}"
    return Verdict(answered == should, measures, why, tuple(answer.get("sentences", ())))


def _judge_premise(row: dict[str, str], answer: Answer) -> Verdict:
    """What a question takes for granted and its source denies: not affirmed, and best denied."""
    affirmed = [one for one in answer["sentences"] if says(one, row["affirmed"])]
    denied = any(says(one, row["denied"]) for one in answer["sentences"])
    measures = {
        "false premise: affirmed": (float(bool(affirmed)), 1.0),
        "false premise: denied, or not answered": (float(denied or answer["status"] == "abstained"), 1.0),
    }
    why = "; ".join(affirmed) or ("denied" if denied else answer["reason"] or "neither affirmed nor denied")
    return Verdict(not affirmed, measures, why, (row["denied"], *answer["sentences"]))


def figures(answers: Sequence[tuple[str, Answer]]) -> list[Figure]:
    """Risk and coverage, were the least sure answers held back (Geifman & El-Yaniv, NeurIPS 2017)."""
    asked = [(group == "answerable", answer) for group, answer in answers if "confidence" in answer]
    asked = [(right, answer) for right, answer in asked if answer["status"] == "answered"]
    total = sum("confidence" in answer for _, answer in answers)
    if not asked:
        return []
    lines = {
        name: _curve([(one["confidence"][name], right) for right, one in asked], total) for name in _names(asked)
    }
    return [
        curves(
            "Risk and coverage",
            f"Of {total} questions with and without an answer: the share that is answered as the bar for a "
            "confidence falls, and the share of those that had no answer to give. The right end is the product as it "
            "is.",
            ("share of all questions answered", "answered without an answer to give"),
            lines,
        )
    ]


def _names(asked: Sequence[tuple[bool, Answer]]) -> list[str]:
    return list(asked[0][1]["confidence"])


def _curve(judged: Sequence[tuple[float, bool]], total: int) -> list[tuple[float, float]]:
    """(coverage, risk) after each answer, the surest first; equally sure ones come together."""
    points, wrong = [], 0
    ordered = sorted(judged, key=lambda one: -one[0])
    for number, (confidence, right) in enumerate(ordered, start=1):
        wrong += not right
        if number == len(ordered) or ordered[number][0] != confidence:
            points.append((number / total, wrong / number))
    return points


SUITE = Suite(
    "abstention",
    Card(
        checks="Questions that the indexed literature answers are answered; questions off the topic, about drugs and "
        "scores that do not exist, with impossible values, and cohorts below the floor are not. What a question "
        "wrongly takes for granted is not affirmed.",
        source="evals/data/questions.jsonl over the sample literature; evals/data/premises.jsonl over made-up "
        "abstracts; a synthetic database of 400 persons. In the CI slice, made-up abstracts alone.",
        licence="The project's own.",
        cannot_tell="Whether an answered question was answered well (grounding); calibration of a confidence, of "
        "which the product states none.",
    ),
    cases,
    solve,
    judge,
    figures=figures,
)
