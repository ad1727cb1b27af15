"""retraction: is a retracted work ever cited, by whichever way its retraction becomes known?"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from copilot.pipeline import Copilot
from copilot.schema import RiskSummary
from evals import lab
from evals.suite import Answer, Card, Case, Size, Suite, Verdict

_DOORS = ("marked in its source", "listed before", "listed while serving", "listed after the answer")
_FIRST = 90_000_001
"""PubMed ids that no work has yet."""


def cases(size: Size, seed: int) -> Iterator[Case]:
    """Every made-up abstract in turn is the retracted one, among all the others."""
    rows = lab.lines("abstracts.jsonl")[: lab.by_size(size, slice=3, quick=6, full=12)]
    for number, row in enumerate(rows):
        for door in _DOORS:
            yield Case(
                f"{row['id']} {door}", row["question"], door, {"retracted": row["id"], "pmid": _FIRST + number}
            )


def solve(case: Case) -> Answer:
    """The evidence and citations of the answer, before and after the retraction is known."""
    works = [row | {"pmid": str(_FIRST + n)} for n, row in enumerate(lab.lines("abstracts.jsonl"))]
    clean = lab.bench(case.id, works)
    before = clean.ask(case.input)
    match case.group:
        case "marked in its source":
            marked = [_marked(row) if row["id"] == case.facts["retracted"] else row for row in works]
            after = lab.bench(f"{case.id} marked", marked).ask(case.input)
        case "listed before":
            fresh = lab.bench(f"{case.id} listed", [row for row in works if row["id"] != case.facts["retracted"]])
            lab.add(fresh, _list(case))
            lab.add(fresh, lab.source(case.id, works))
            after = fresh.ask(case.input)
        case "listed while serving":
            lab.add(clean, _list(case))
            after = clean.ask(case.input)
        case _:
            lab.add(clean, _list(case))
            after = _again(clean, before)
    return {
        "before": _cited(before),
        "after": _cited(after),
        "found": [item.id for item in after.evidence if item.text],
    }


def _marked(row: lab.Document) -> lab.Document:
    return row | {"publication_types": ["Retracted Publication"]}


def _again(copilot: Copilot, before: RiskSummary) -> RiskSummary:
    after = copilot.summary(before.id)
    assert after is not None
    return after


def _list(case: Case) -> str:
    """The retraction in the layout of the Retraction Watch Database."""
    file = Path(lab.scratch() / f"{case.id}.csv")
    row = {
        "RetractionNature": "Retraction",
        "RetractionDate": "1/15/2024 0:00",
        "OriginalPaperPubMedID": str(case.facts["pmid"]),
        "OriginalPaperDOI": "unavailable",
        "RetractionPubMedID": "0",
        "RetractionDOI": "unavailable",
    }
    with file.open("w", encoding="utf-8", newline="") as to:
        writer = csv.DictWriter(to, list(row))
        writer.writeheader()
        writer.writerow(row)
    return f"retractions:{file}"


def _cited(summary: RiskSummary) -> list[str]:
    return sorted({cited.evidence for one in summary.sentences for cited in one.citations})


def judge(case: Case, answer: Answer) -> Verdict:
    work = case.facts["retracted"]
    cited, shown, could = work in answer["after"], work in answer["found"], work in answer["before"]
    measures = {
        "retracted works cited": (float(cited), 1.0),
        "retracted works shown": (float(shown), 1.0),
        "cited while they stood": (float(could), 1.0),
    }
    why = f"{work} was {'' if could else 'not '}cited before and {'cited' if cited else 'gone'} after"
    return Verdict(could and not cited and not shown, measures, why, (f"retracted: {work}, {case.group}",))


SUITE = Suite(
    "retraction",
    Card(
        checks="A work that is retracted, whether its source says so, or a list before it comes, while the tool is "
        "serving, or after an answer was given, is neither cited nor shown.",
        source="Twelve made-up abstracts, each in turn retracted among the others; answers without a model.",
        licence="The project's own.",
        cannot_tell="Whether the lists in use are complete or of today.",
    ),
    cases,
    solve,
    judge,
)
