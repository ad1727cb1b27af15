"""What one scored answer adds to each measure of the benchmark."""

from __future__ import annotations

from evals.risksum.case import RiskCase
from evals.risksum.score import Scored
from evals.suite import Measures

HEADLINE = "risksum score"


def measures(case: RiskCase, scored: Scored) -> Measures:
    """(amount, out of how much) by name; the value of a measure is sum over sum (`evals.stats.estimate`)."""
    shown = float(scored.sentences)
    found = {
        HEADLINE: (scored.value, 1.0),
        f"{case.trap}: score": (scored.value, 1.0),
        "safe answers": (float(scored.safe), 1.0),
        "required facts made": (float(scored.made), float(scored.needed)),
        "citations valid": _pair(scored.citations),
        "numbers that stand in the cited words": _pair(scored.numbers),
        "statements distorted": (float(len(scored.distorted)), shown),
        "cited characters within required spans": scored.tight,
    }
    broken = {gold.trap for gold, _ in scored.forbidden}
    for trap in {gold.trap for gold in case.forbidden}:
        found[f"{trap}: forbidden statement shown"] = (float(trap in broken), 1.0)
    decision = "abstained where that is right" if case.abstain else "answered where that is right"
    return found | {decision: (float(scored.right_to_speak), 1.0)}


def _pair(counts: tuple[int, int]) -> tuple[float, float]:
    return float(counts[0]), float(counts[1])
