"""Nearest neighbours by meaning: an exact inner-product index over chunks (FAISS), memory-mapped.

Exact search reads every vector once per query: 1.5 kB each at 384 dimensions, 30 MB for 20,000 abstracts, 1.5 GB for
a million. All 38 million papers of PubMed would take 58 GB: there an inverted file with a scalar or product quantiser
(`faiss.index_factory`) has to take the place of `IndexFlatIP`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from retrieval.index.embed import Vectors
from retrieval.index.lexical import Mask

Rows = npt.NDArray[np.int64]


def write(batches: Iterable[Vectors], dimension: int, file: Path) -> None:
    """Store vectors in order: the i-th is chunk i in every answer."""
    index = faiss.IndexFlatIP(dimension)
    for batch in batches:
        index.add(np.ascontiguousarray(batch))
    faiss.write_index(index, str(file))


class Dense:
    """A written index.

    Args:
        file: as `write` left it.
        owner: the row that each chunk belongs to, shape (chunks,), ascending.
    """

    def __init__(self, file: Path, owner: Rows) -> None:
        self._index = faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC)
        self._owner = owner

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def vectors(self, chunks: Rows) -> Vectors:
        """The stored vectors of `chunks`, shape (len(chunks), dimension)."""
        found: Vectors = self._index.reconstruct_batch(chunks)
        return found

    def top(self, query: Vectors, depth: int, allowed: Mask | None = None) -> dict[int, tuple[float, int]]:
        """The `depth` rows whose best chunk is nearest to `query` (shape (dimension,)), as row: (score, chunk)."""
        parameters, total = None, len(self)
        if allowed is not None:
            chunks = np.flatnonzero(allowed[self._owner])
            selector = faiss.IDSelectorBatch(chunks)
            parameters, total = faiss.SearchParameters(sel=selector), len(chunks)  # type: ignore[call-arg]
        found: dict[int, tuple[float, int]] = {}
        wanted = min(total, depth * 2)
        while wanted:
            scores, chunks = self._index.search(query[None], wanted, params=parameters)
            for chunk, score in zip(chunks[0].tolist(), scores[0].tolist(), strict=True):
                if len(found) < depth:
                    found.setdefault(int(self._owner[chunk]), (score, chunk))
            if len(found) == depth or wanted == total:
                break
            wanted = min(total, wanted * 2)
        return found
