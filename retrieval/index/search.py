"""Open an index and search it: by words, by meaning, by both, and the best of it once more by reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np

from retrieval.errors import IndexBroken
from retrieval.evidence import Evidence, Rank
from retrieval.index.chunk import Offsets
from retrieval.index.dense import Dense
from retrieval.index.embed import TextEncoder, Vectors
from retrieval.index.focus import focus
from retrieval.index.folder import Generation, current
from retrieval.index.fuse import fuse
from retrieval.index.lexical import Lexical, Mask, terms
from retrieval.index.manifest import Manifest
from retrieval.index.rerank import RERANKED, TextReranker, score, scored
from retrieval.index.store import Filters, Store
from retrieval.query.understand import Query, understand
from retrieval.record import Record

Rewrite = Callable[[str], Query]
_TRIES = 5
# what SQLite, NumPy, bm25s and FAISS raise on a missing, cut or overwritten file
_UNREADABLE = (IndexBroken, OSError, EOFError, RuntimeError, ValueError, KeyError, sqlite3.Error)


@dataclass(frozen=True)
class Hit:
    """A record that was found. `focus`: (start, end) in `record.text` of the sentences that fit the query best."""

    record: Record
    rank: Rank
    focus: tuple[int, int]

    @property
    def evidence(self) -> Evidence:
        """The record as evidence, with its rank."""
        return self.record.evidence(self.rank)


class _Scored(NamedTuple):
    row: int
    rank: Rank
    within: Offsets | None


class Index:
    """One generation of an index, open for reading. Safe to share between threads; unaffected by later updates."""

    def __init__(
        self,
        generation: Generation,
        encoder: TextEncoder | None,
        reranker: TextReranker | None = None,
        rewrite: Rewrite = understand,
    ) -> None:
        self.manifest: Manifest = generation.load_manifest()
        if encoder is not None and encoder.weights != self.manifest.encoder.weights:
            raise IndexBroken(
                f"The index in {generation.path.parent} was made with the encoder {self.manifest.encoder.name}, "
                f"and this one, {encoder.name}, has other weights.",
                next_step="Open it with the encoder that made it, or build it again with this one.",
            )
        self._encoder, self._reranker, self._rewrite = encoder, reranker, rewrite
        self._store = Store(generation.records)
        self._lexical = Lexical(generation.lexical)
        self._chunks = np.load(generation.chunks, mmap_mode="r")
        self._dense = Dense(generation.dense, np.ascontiguousarray(self._chunks["row"]))

    @classmethod
    def open(
        cls,
        path: Path,
        encoder: TextEncoder | None = None,
        reranker: TextReranker | None = None,
        rewrite: Rewrite = understand,
    ) -> Self:
        """Open the present generation. Any index can be reranked, whatever made it.

        Args:
            path: the index folder.
            encoder: that which made the index; without it, only words are searched.
            reranker: reads the best texts again.
            rewrite: what a question is searched for as; `Query` itself leaves it as it is.

        Raises:
            IndexBroken: no index, a half-built or damaged one, or one that another encoder made.
        """
        for _ in range(_TRIES):
            generation, _digest = current(path)
            try:
                return cls(generation, encoder, reranker, rewrite)
            except _UNREADABLE as error:
                if generation.path != current(path)[0].path:
                    continue  # it was replaced, and removed, while it was being opened
                if isinstance(error, IndexBroken):
                    raise
                raise IndexBroken(
                    f"The index in {path} cannot be opened: {error}.",
                    next_step="Run `copilot index verify` to see what is damaged, then build it again.",
                ) from error
        raise IndexBroken(f"The index in {path} changes faster than it can be opened.", next_step="Try again.")

    def search(self, query: str, k: int = 10, filters: Filters = Filters(), depth: int = 1000) -> list[Hit]:  # noqa: B008
        """The `k` records that answer `query` best, best first.

        Args:
            query: a question or key words.
            k: how many; fewer come only if fewer meet `filters` or, without an encoder, share a word with `query`.
            filters: applied before ranking.
            depth: candidates that each of the two searches passes on to be ranked together.
        """
        asked = self._rewrite(query)
        found = self._rank(asked, self._encode([asked])[0], k, self._store.mask(filters), depth)
        records = self._store.at([s.row for s in found])
        weights = {term: log(1 + len(self) / (1 + self._lexical.df(term))) for term in terms(asked.expanded)}
        return [
            Hit(record, s.rank, focus(record.text, weights, s.within or (0, len(record.text))))
            for record, s in zip(records, found, strict=True)
        ]

    def search_many(
        self,
        queries: Sequence[str],
        k: int = 10,
        filters: Filters = Filters(),  # noqa: B008
        depth: int = 1000,
    ) -> Iterator[list[tuple[str, Rank]]]:
        """As `search` for each of many queries, but with ids in place of records: for run files and evaluation."""
        mask = self._store.mask(filters)
        asked = [self._rewrite(query) for query in queries]
        for query, vector in zip(asked, self._encode(asked), strict=True):
            best = self._rank(query, vector, k, mask, depth)
            yield list(zip(self._store.ids([s.row for s in best]), (s.rank for s in best), strict=True))

    def get(self, id: str) -> Record | None:
        """The record `id`, or None."""
        return self._store.get(id)

    def is_retracted(self, keys: Sequence[str]) -> bool:
        """True if one of these names of a work (`Record.keys`) is on the list of retractions."""
        return self._store.is_retracted(keys)

    def df(self, term: str) -> int:
        """How many records contain `term`, in any of its forms. 0 for a stop word; several words: their rarest."""
        return min((self._lexical.df(stem) for stem in terms(term)), default=0)

    @property
    def reads(self) -> bool:
        """True if the best texts are read again."""
        return self._reranker is not None

    def close(self) -> None:
        """Close the records. What is mapped into memory goes with the object."""
        self._store.close()

    def __len__(self) -> int:
        return len(self._store)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _encode(self, queries: Sequence[Query]) -> Sequence[Vectors | None]:
        if self._encoder is None or not queries:
            return [None] * len(queries)
        return list(self._encoder.encode([query.expanded for query in queries]))

    def _rank(self, query: Query, vector: Vectors | None, k: int, mask: Mask | None, depth: int) -> list[_Scored]:
        depth = max(depth, k)
        by_words = self._lexical.top(query.text, depth, mask, also=query.names)
        by_meaning = {} if vector is None else self._dense.top(vector, depth, mask)
        near = {row: score for row, (score, _) in by_meaning.items()}
        ranking = fuse(by_words) if vector is None else fuse(by_words, near)
        fused = [
            _Scored(
                row,
                Rank(lexical=by_words.get(row), dense=near.get(row), fused=together),
                self._stretch(by_meaning[row][1]) if row in by_meaning else None,
            )
            for row, together in ranking[: max(k, RERANKED)]
        ]
        return self._reranked(query, fused)[:k]

    def _reranked(self, query: Query, fused: list[_Scored]) -> list[_Scored]:
        """The best read again; a text of more than one chunk by the stretch that is nearest to the query."""
        best, rest = fused[:RERANKED], fused[RERANKED:]
        if self._reranker is None or not best:
            return fused
        records = self._store.at([one.row for one in best])
        texts = [
            f"{record.title} {record.text[slice(*one.within)] if one.within else record.text}".strip()
            for record, one in zip(records, best, strict=True)
        ]
        similarities = self._reranker.similarities(query.expanded, texts, self._weigh)
        ranks = scored([one.rank for one in best], similarities)
        read = [one._replace(rank=rank) for one, rank in zip(best, ranks, strict=True)]
        return sorted(read, key=lambda one: -score(one.rank)) + rest

    def _weigh(self, word: str) -> float:
        return sum(log(1 + len(self) / (1 + self._lexical.df(term))) for term in terms(word))

    def _stretch(self, chunk: int) -> Offsets:
        return int(self._chunks[chunk]["start"]), int(self._chunks[chunk]["end"])
