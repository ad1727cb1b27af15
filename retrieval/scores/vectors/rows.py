"""What the readers of test vectors share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retrieval.scores.evaluate import read
from retrieval.scores.registry import get

Row = Mapping[str, Any]


def value(name: str, inputs: Mapping[str, Any]) -> dict[str, float]:
    """Every output of a score, unrounded. Raises ScoreInput."""
    score = get(name)
    return score.compute(read(score, inputs))


def prevent(model: str, horizon: int, inputs: Mapping[str, Any]) -> dict[str, float]:
    """PREVENT, read as for the full model: the packages allow its "not measured" terms in the smaller models too."""
    return get(f"prevent-{model}-{horizon}y").compute(read(get(f"prevent-full-{horizon}y"), inputs))


def flag(coded: Any) -> bool:
    """Yes or no as R packages code it."""
    return coded in (1, True, "yes")
