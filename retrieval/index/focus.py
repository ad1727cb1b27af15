"""The stretch of a text that answers best, for an eye that has no time for the whole."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.index.chunk import Offsets
from retrieval.index.lexical import terms
from retrieval.sentences import split

_SENTENCES = 3


def focus(text: str, weights: Mapping[str, float], within: Offsets) -> Offsets:
    """Up to three neighbouring sentences of `text` that hold most of a query.

    Args:
        text: what was found.
        weights: how much each term of the query counts.
        within: (start, end) to look in.

    Returns:
        (start, end) of the fewest sentences with the highest sum of weights, each term counted once; the earliest
        of equals. The first sentence where no term occurs, and `within` itself where there is no sentence.
    """
    spans = [(start, end) for start, end in split(text) if within[0] <= start and end <= within[1]]
    held = [weights.keys() & terms(text[start:end]) for start, end in spans]
    best, best_score = within, -1.0
    for length in range(1, _SENTENCES + 1):
        for first in range(len(spans) - length + 1):
            score = sum(weights[term] for term in frozenset().union(*held[first : first + length]))
            if score > best_score + 1e-9:
                best, best_score = (spans[first][0], spans[first + length - 1][1]), score
    return best
