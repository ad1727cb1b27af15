"""A closer look at the best of a fused ranking, and the order after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from retrieval.evidence import Rank

RERANKED = 30
"""Texts that are looked at again: 92% of SciFact's cited abstracts are among them."""
WEIGHT = 2.0
"""What a similarity counts beside the fused score: chosen on SciFact's training claims (docs/evals/retrieval.md)."""


class TextReranker(Protocol):
    """Says how near each text is to a query, having read both."""

    def similarities(self, query: str, texts: Sequence[str]) -> list[float]:
        """One number a text, the higher the nearer, comparable between queries."""


def score(rank: Rank) -> float:
    """What texts are ordered by: the fused score, plus the weighted similarity of a text that was read again."""
    return (rank.fused or 0.0) + (WEIGHT * rank.rerank if rank.rerank is not None else 0.0)
