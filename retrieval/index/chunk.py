"""Cut a text into stretches an encoder can read whole, at sentence ends where it can."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

Offsets = tuple[int, int]


def chunk(sentences: Sequence[Offsets], pieces: Sequence[Offsets], limit: int) -> list[Offsets]:
    """Pack neighbouring sentences into chunks of at most `limit` word pieces.

    Args:
        sentences: (start, end) of each sentence in the text, in order, not overlapping.
        pieces: (start, end) of each word piece of the same text, in order.
        limit: word pieces a chunk may hold; at least 1.

    Returns:
        (start, end) of each chunk, in order. Every chunk starts where a sentence starts and ends where one ends,
        except that a sentence of more than `limit` pieces is cut between words (or, in a word of more than
        `limit` pieces, between pieces).
    """
    starts = [start for start, _ in pieces]
    chunks: list[Offsets] = []
    held = 0
    for part, size in ((part, _count(starts, part)) for s in sentences for part in _cut(s, pieces, starts, limit)):
        if chunks and held + size <= limit:
            chunks[-1] = (chunks[-1][0], part[1])
            held += size
        else:
            chunks.append(part)
            held = size
    return chunks


def _count(starts: Sequence[int], span: Offsets) -> int:
    return bisect_left(starts, span[1]) - bisect_left(starts, span[0])


def _cut(span: Offsets, pieces: Sequence[Offsets], starts: Sequence[int], limit: int) -> list[Offsets]:
    """`span` itself, or its parts of at most `limit` pieces each."""
    first, last = bisect_left(starts, span[0]), bisect_left(starts, span[1])
    if last - first <= limit:
        return [span]
    cuts = [first]
    while last - cuts[-1] > limit:
        cuts.append(_word_start(pieces, cuts[-1], cuts[-1] + limit))
    starts_at = [span[0], *(pieces[i][0] for i in cuts[1:])]
    ends_at = [*(pieces[i - 1][1] for i in cuts[1:]), span[1]]
    return list(zip(starts_at, ends_at, strict=True))


def _word_start(pieces: Sequence[Offsets], after: int, at: int) -> int:
    """The last piece in (after, at] that follows a gap, so that no word is cut; `at` where there is none."""
    return next((i for i in range(at, after, -1) if pieces[i][0] > pieces[i - 1][1]), at)
