"""What the reranker learns from: abstracts, each asked for by its title and by a sentence of its own conclusion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.record import Record
from retrieval.sentences import split

SHORTEST = 400
"""Characters an abstract needs: with less there is little left when the sentence that asks is taken out."""


class Pair(NamedTuple):
    """A query and the text it is about; none of the query's words stand in `text` because of the query itself."""

    query: str
    text: str


def pairs(records: Iterable[Record], random: Random) -> Iterator[Pair]:
    """One pair a record: half ask by the title for the text, half by its last sentence for title and the rest."""
    for record in records:
        sentences = split(record.text)
        if len(record.text) < SHORTEST or len(sentences) < 4 or not record.title:
            continue
        start, end = sentences[-1]
        last = record.text[start:end].rpartition(":")[2].strip() or record.text[start:end]
        if random.random() < 0.5 and 40 < len(last) < 300:
            yield Pair(last, f"{record.title} {record.text[:start].rstrip()}")
        else:
            yield Pair(record.title.rstrip("."), record.text)


def batches(vectors: NDArray[np.float32], size: int, random: Random, group: int = 8) -> list[list[int]]:
    """Places of pairs by the batch: groups of `group` neighbours, which are hard to tell apart.

    Args:
        vectors: unit vectors of the texts or their titles, (pairs, dimension).
        size: pairs a batch; what is left over is not used.
    """
    free = np.ones(len(vectors), bool)
    order = list(range(len(vectors)))
    random.shuffle(order)
    groups: list[Sequence[int]] = []
    for seed in order:
        if free[seed]:
            near = np.where(free, vectors @ vectors[seed], -2)
            chosen = np.argsort(-near)[:group]
            free[chosen] = False
            groups.append([int(at) for at in chosen if near[at] > -2])
    random.shuffle(groups)
    flat = [at for one in groups for at in one]
    return [flat[first : first + size] for first in range(0, len(flat) - size + 1, size)]
