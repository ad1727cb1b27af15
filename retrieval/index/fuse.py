"""One ranking from several: the average of min-max normalised scores.

Score-based fusion keeps how far a text leads, which rank-based fusion discards; see Bruch et al., "An Analysis of
Fusion Functions for Hybrid Retrieval", ACM TOIS 2023.
"""

from __future__ import annotations

from collections.abc import Mapping

Scores = Mapping[int, float]


def normalise(scores: Scores) -> dict[int, float]:
    """Scale to 0 (lowest) … 1 (highest). Where all scores are equal, all are 1: none was told from the best."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {key: (score - low) / (high - low) for key, score in scores.items()}


def fuse(*candidates: Scores) -> list[tuple[int, float]]:
    """Rank the union of `candidates`, best first, by the mean of their normalised scores; a missing score counts 0.

    Ties go to the lower key, so that a ranking is reproducible.
    """
    total: dict[int, float] = {}
    for scores in candidates:
        for key, score in normalise(scores).items():
            total[key] = total.get(key, 0.0) + score / len(candidates)
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))
