"""A closer look at the best of a fused ranking, and the order after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

RERANKED = 30
"""Texts that are looked at again: 92% of SciFact's cited abstracts are among them."""
WEIGHT = 2.0
"""How much a similarity counts beside the fused score: chosen on SciFact's training claims, `docs/evals/retrieval.md`."""


class TextReranker(Protocol):
    """Says how near each text is to a query, having read both."""

    def similarities(self, query: str, texts: Sequence[str]) -> list[float]:
        """One number a text, the higher the nearer, comparable between queries."""


def reorder(ranking: Sequence[tuple[int, float]], similarities: Sequence[float]) -> list[tuple[int, float, float]]:
    """The first of `ranking` again, as (row, fused score, similarity), by fused score plus weighted similarity.

    Ties keep their order.
    """
    read = [(row, fused, near) for (row, fused), near in zip(ranking, similarities, strict=False)]
    return sorted(read, key=lambda one: -(one[1] + WEIGHT * one[2]))
