"""scores: do the risk scores give the published values?"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from evals.suite import Answer, Card, Case, Size, Suite, Verdict
from retrieval.scores import get, run
from retrieval.scores.vectors import answer as of_vector

_EXACT = 1e-9


def cases(size: Size, seed: int) -> Iterator[Case]:
    """Every golden value; outside the CI slice also the vectors of other implementations, if they are here."""
    golden = tomllib.loads((resources.files("evals") / "data" / "scores" / "golden.toml").read_text("utf-8"))
    for number, vector in enumerate(golden["vector"]):
        shown = f"{vector['score']} of {json.dumps(vector['inputs'])}"
        yield Case(f"golden-{number:03}-{vector['score']}", shown, "golden", vector)
    for number, row in enumerate(_published() if size != "slice" else []):
        shown = f"{row['calculator']} of {json.dumps(row['inputs'])}"
        yield Case(f"published-{number:03}-{row['calculator']}", shown, "published", row)


def _published() -> Iterator[dict[str, Any]]:
    """Rows of the development data folder, which is not part of the project."""
    root = Path(os.environ.get("COPILOT_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
    for file in sorted((root / "risk_vectors").glob("*.jsonl")):
        yield from (json.loads(line) for line in file.read_text("utf-8").splitlines())


def solve(case: Case) -> Answer:
    if case.group == "published":
        return of_vector(case.facts)
    result = run(get(case.facts["score"]), case.facts["inputs"])
    return {
        name: (span.low if span.low == span.high else [span.low, span.high]) for name, span in result.outputs.items()
    }


def judge(case: Case, answer: Answer) -> Verdict:
    wanted, within = _wanted(case)
    wrong = [name for name, value in wanted.items() if not _same(answer.get(name), value, within)]
    measure = "golden values met" if case.group == "golden" else "published vectors met"
    why = "; ".join(f"{name}: {answer.get(name)} for {wanted[name]}" for name in wrong)
    evidence = f"{case.facts.get('why') or case.facts.get('source', '')}: {json.dumps(wanted)}"
    return Verdict(not wrong, {measure: (len(wanted) - len(wrong), len(wanted))}, why, (evidence,))


def _wanted(case: Case) -> tuple[dict[str, Any], float]:
    """Expected outputs, and how far from them is near enough: half of the last decimal that is shown."""
    facts = case.facts
    if case.group == "published":
        return facts["expected"], facts.get("tolerance", _EXACT)
    score = get(facts["score"])
    expected = facts["expected"]
    wanted = expected if isinstance(expected, dict) else {score.output: expected}
    return wanted, facts.get("within", 0.5 * 10.0**-score.decimals + _EXACT)


def _same(got: Any, wanted: Any, within: float) -> bool:
    if isinstance(wanted, str) or not isinstance(got, int | float):
        return bool(got == wanted)
    return bool(abs(got - wanted) <= within)


SUITE = Suite(
    "scores",
    Card(
        checks="Every risk score gives the values that its publication prints or that follow from its tables.",
        source="Golden vectors worked from the publications (each says from which); vectors of R packages (preventr, "
        "PooledCohort, QRISK3, RiskScorescvd) where the development data lies beside the checkout.",
        licence="Golden vectors: the project's own. The packages' vectors are read and not shipped.",
        cannot_tell="Whether a score fits the patient at hand, or predicts well where it is used.",
    ),
    cases,
    solve,
    judge,
)
