"""Which of the texts on topic are drafted from: closeness first, then how much weight each bears for this patient."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.evidence import Evidence
from retrieval.index.rerank import score

_BY_LEVEL: dict[int | None, float] = {1: 1.15, 2: 1.1, 3: 1.0, 4: 0.95, 5: 0.85, None: 0.95}
"""Steps by OCEBM level: small beside the spread of closeness, so that a trial of something else stays behind."""
_INDIRECT = 0.8
"""Factor for a study of other people than this one: GRADE rates such evidence down by a level or two."""

_SAME = 500
"""Letters and digits, from the title on, of which two texts that share all are one text."""


def weighed(evidence: Sequence[Evidence]) -> list[Evidence]:
    """`evidence`, the closest that bears most weight first, each text once; ties keep their order.

    What is published twice, with one abstract, is no second witness: it crowds out another text (2 of 60 clinical
    questions of evals/data/questions.jsonl; none had two that were merely alike, so nothing is spread further).
    """
    once: dict[str, Evidence] = {}
    for item in sorted(evidence, key=lambda item: -_weight(item)):
        once.setdefault("".join(filter(str.isalnum, f"{item.title}{item.text}".casefold()))[:_SAME], item)
    return list(once.values())


def _weight(item: Evidence) -> float:
    return score(item.rank) * _BY_LEVEL[item.grade.level] * (_INDIRECT if item.indirect else 1.0)
