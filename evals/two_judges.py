"""The gate and a judge that shares no code with it, over the same claims: where they agree, and where not.

Claims are the shown sentences, those dropped for want of support, and shown ones with one thing changed: over shown
sentences alone both would say yes, and agreement would say nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from copilot.pipeline import Copilot
from copilot.schema import RiskSummary
from evals import perturb
from evals.report.figure import Figure
from evals.review import alpha
from evals.second_judge import bare, literal, supported

Opinion = dict[str, Any]
"""claim, of ("shown", "dropped" or what was changed), gate, second."""
UNJUDGED = ("repeats", "a title", "no finite verb", "a plan", "does not bear", "already stated", "cites ")
"""Drops that say nothing about support."""
_CHANGES = 2
"""Changed claims of each shown sentence."""


def opinions(copilot: Copilot, summary: RiskSummary, seed: int) -> list[Opinion]:
    """Both verdicts on every claim of an answer."""
    texts = {item.id: item.text for item in summary.evidence}
    found = []
    for sentence in summary.sentences:
        cited = [texts[id] for id in dict.fromkeys(one.evidence for one in sentence.citations)]
        found.append(_opinion(bare(sentence.text), "shown", True, cited))
        found += _changed(copilot, bare(sentence.text), cited[0], seed)
    for dropped in summary.dropped:
        if not dropped.reason.startswith(UNJUDGED):
            found.append(_opinion(bare(dropped.text), "dropped", False, list(texts.values())))
    return found


def _changed(copilot: Copilot, claim: str, text: str, seed: int) -> Iterator[Opinion]:
    made = [one for one in perturb.cases([(claim, text)], seed) if not one.holds and one.kind != "other text's claim"]
    chosen = random.Random(f"{seed} {claim}").sample(made, min(_CHANGES, len(made)))  # noqa: S311
    for one in chosen:
        yield _opinion(one.claim, f"changed {one.kind}", copilot.gate.check(one.claim, text).supported, [text])


def _opinion(claim: str, of: str, gate: bool, texts: Sequence[str]) -> Opinion:
    return {"claim": claim, "of": of, "gate": gate, "second": literal(claim, texts) and supported(claim, texts)}


def figures(judged: Sequence[Opinion]) -> list[Figure]:
    """Both judges' verdicts as a table with Krippendorff's alpha, and every claim on which they differ."""
    if not judged:
        return []
    words = {True: "supported", False: "unsupported"}
    counts = [
        [words[gate], words[second], str(sum(one["gate"] is gate and one["second"] is second for one in judged))]
        for gate in (True, False)
        for second in (True, False)
    ]
    agree = sum(one["gate"] is one["second"] for one in judged)
    found = alpha([[words[one["gate"]], words[one["second"]]] for one in judged])
    said = "not defined" if found is None else f"{found:.2f}"
    differ = [[one["claim"], one["of"], words[one["gate"]], words[one["second"]]] for one in judged]
    differ = [row for row in differ if row[2] != row[3]]
    return [
        Figure(
            title="Two judges",
            text=f"They agree on {agree} of {len(judged)} claims; Krippendorff's alpha {said}.",
            columns=["gate", "second judge", "claims"],
            rows=counts,
        ),
        Figure(
            title="Where the judges disagree",
            text="Of a changed claim, unsupported is right. The second judge takes any word that the source lacks "
            "for unsupported, and misses a change into words that stand elsewhere in it.",
            columns=["claim", "of", "gate", "second judge"],
            rows=differ,
        ),
    ]
