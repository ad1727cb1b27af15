"""grading: is the design of a study, its level and its size read as a reader reads it?"""

from __future__ import annotations

from collections.abc import Iterator

from evals import lab
from evals.graded import Graded, labelled
from evals.suite import Answer, Card, Case, Size, Suite, Verdict
from retrieval.literature.grading import LEVELS


def cases(size: Size, seed: int) -> Iterator[Case]:
    """The half that nothing was tuned on; in a full run the other, too. Needs the sample literature."""
    if size == "slice":
        return
    folder = lab.medline().parent
    for half in ("test",) if size == "quick" else ("test", "dev"):
        for row in labelled(half, folder):
            yield Case(f"{half}-{row.record.source.pmid}", row.record.title, half, _facts(row))


def _facts(row: Graded) -> dict[str, object]:
    stated = row.judged and row.n is not None and not row.summed
    return {
        "design": row.design,
        "n": row.n,
        "stated": stated,
        "silent": row.judged and row.n is None,
        "got": row.got.model_dump(),
    }


def solve(case: Case) -> Answer:
    grade: Answer = case.facts["got"]
    return grade


def judge(case: Case, answer: Answer) -> Verdict:
    facts = case.facts
    right = answer["design"] == facts["design"]
    measures = {
        f"{case.group}: design": (float(right), 1.0),
        f"{case.group}: level": (float(answer["level"] == LEVELS[facts["design"]]), 1.0),
    }
    if facts["stated"]:
        measures[f"{case.group}: stated size read"] = (float(answer["n"] == facts["n"]), 1.0)
    if facts["silent"]:
        measures[f"{case.group}: no size made up"] = (float(answer["n"] is None), 1.0)
    return Verdict(right, measures, f"{answer['design']}, a reader says {facts['design']}")


SUITE = Suite(
    "grading",
    Card(
        checks="Design, level of evidence and number of participants of a record are what a reader of its title and "
        "abstract says they are.",
        source="314 records of the sample literature, drawn in strata, labelled without sight of the classifier's "
        "answer and split in halves (evals/data/grading); what was tuned was tuned on `dev`.",
        licence="Labels: the project's own. Records: NLM terms, read from the installed sample, not shipped.",
        cannot_tell="One reader, once: how far readers agree is unknown. Strata make rare designs as common as "
        "frequent ones. Some labels are doubtful; docs/evals/grading.md counts without them, too.",
    ),
    cases,
    solve,
    judge,
)
