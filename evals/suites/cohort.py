"""cohort: do cohort statistics find what was planted in a synthetic database?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from evals import lab
from evals.suite import Answer, Card, Case, Size, Suite, Verdict
from retrieval.cohort import registry
from retrieval.cohort.answer import Gate, answer
from retrieval.cohort.cdm import open_cdm
from retrieval.cohort.disclosure.ledger import Ledger
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.generate import Generated, generate
from retrieval.cohort.generate.planted import planted

PERSONS = 60_000


def cases(size: Size, seed: int) -> Iterator[Case]:
    for one in range(seed, seed + lab.by_size(size, slice=1, quick=3, full=20)):
        for question in planted().question[: 3 if size == "slice" else None]:
            shown = f"{registry.load(question.name).title} ({PERSONS:,} synthetic persons, seed {one})"
            yield Case(f"{question.name}-{one}", shown, question.name, {"seed": one})


@cache
def _database(seed: int) -> Generated:
    return generate(lab.scratch() / f"cohort-{seed}.duckdb", persons=PERSONS, seed=seed, visits=0)


def solve(case: Case) -> Answer:
    made = _database(case.facts["seed"])
    ledger = Ledger(lab.scratch() / f"ledger-{case.facts['seed']}.sqlite")
    with open_cdm(made.database) as cdm:
        result = answer(registry.load(case.group), cdm, Gate(Policy(), ledger, "evaluation"))
    shown = result.model_dump(
        mode="json", include={"n", "events", "risk", "ci", "suppressed", "adjusted", "comparator"}
    )
    return shown | {"truth": _truth(made.truth, case.group)}


def _truth(file: Path, question: str) -> dict[str, Any]:
    planted_truth: dict[str, Any] = json.loads(file.read_text("utf-8"))["questions"][question]
    arms = {name: planted_truth[name]["risk"] for name in ("index", "comparator") if name in planted_truth}
    return arms | {"ratio": planted_truth["ratio"]}


def judge(case: Case, answer: Answer) -> Verdict:
    truth = answer["truth"]
    arms = {"index": answer, "comparator": answer["comparator"]}
    risks = [
        (name, arm["risk"], arm["ci"], truth[name]) for name, arm in arms.items() if arm and arm["risk"] is not None
    ]
    # odds are not what was planted
    ratios = [
        (one["measure"], one["value"], one["ci"], truth["ratio"])
        for one in answer["adjusted"]
        if one["measure"] != "odds ratio"
    ]
    held = [low <= true <= high for _, _, (low, high), true in (*risks, *ratios)]
    measures = {
        "95% intervals that hold the planted value": (float(sum(held)), float(len(held))),
        "risk off by, percentage points": (
            100 * sum(abs(got - true) for _, got, _, true in risks),
            float(len(risks)),
        ),
        "answered": (float(not answer["suppressed"]), 1.0),
    }
    said = [
        f"{name}: {got:.4f} ({ci[0]:.4f} to {ci[1]:.4f}), planted {true:.4f}"
        for name, got, ci, true in (*risks, *ratios)
    ]
    return Verdict(all(held), measures, "; ".join(said), (json.dumps(truth),))


SUITE = Suite(
    "cohort",
    Card(
        checks="The intervals of risks and adjusted ratios, after disclosure control, hold what was planted.",
        source="A synthetic OMOP database with planted hazards, generated with a seed (retrieval.cohort.generate).",
        licence="The project's own; the hazards follow published figures, each named in planted.toml.",
        cannot_tell="How real records err: wrong codes, missing visits, confounding that nobody planted. One "
        "interval in twenty misses by design.",
    ),
    cases,
    solve,
    judge,
)
