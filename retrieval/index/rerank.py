"""A closer look at the best of a fused ranking, and the order after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from retrieval.evidence import Rank

RERANKED = 30
"""Texts that are looked at again: 92% of SciFact's cited abstracts are among them."""
LEXICAL = 0.36
"""What the BM25 score, as a share of the best, counts beside cosine and similarity, which count 1 each: a logistic
regression on SciFact's training claims, cross-validated in docs/evals/retrieval.md."""

Weigh = Callable[[str], float]
"""What a word of the query counts; 0 for a stop word."""


class TextReranker(Protocol):
    """Says how near each text is to a query, having read both."""

    def similarities(self, query: str, texts: Sequence[str], weigh: Weigh) -> list[float]:
        """One number a text, -1 to 1, comparable between queries."""


def scored(ranks: Sequence[Rank], similarities: Sequence[float]) -> list[Rank]:
    """`ranks` with `rerank`: cosine and similarity, absolute, and the words relative to the best text of these."""
    best = max((rank.lexical or 0.0 for rank in ranks), default=0.0) or 1.0
    return [
        rank.model_copy(update={"rerank": (rank.dense or 0.0) + near + LEXICAL * (rank.lexical or 0.0) / best})
        for rank, near in zip(ranks, similarities, strict=True)
    ]


def score(rank: Rank) -> float:
    """What texts are ordered by, as far as it is known."""
    return rank.rerank if rank.rerank is not None else rank.fused or 0.0
