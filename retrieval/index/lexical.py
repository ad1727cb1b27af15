"""BM25 over whole records: stemmed English words, no stop words (bm25s)."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

from retrieval.record import Record

Mask = npt.NDArray[np.bool_]

ALSO = 0.6
"""What another name counts beside the word in the question: 0.3 to 1 differ by less than 0.01 on the known items."""

_WORD = re.compile(r"\w+")
_STOP = frozenset(STOPWORDS_EN)
_local = threading.local()  # a Stemmer caches what it saw and is not safe to share between threads


def terms(text: str) -> list[str]:
    """The terms of `text` in order: lower-case words without stop words, stemmed. "T cells" gives "t", "cell"."""
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("english")
    stems: list[str] = _local.stemmer.stemWords([w for w in _WORD.findall(text.lower()) if w not in _STOP])
    return stems


def document(record: Record) -> str:
    """What of a record is searched for words."""
    return f"{record.title} {record.text}"


def write(documents: Iterable[Sequence[str]], folder: Path) -> None:
    """Index `documents`, each a list of terms; document i is row i in every answer."""
    vocabulary: dict[str, int] = {"": 0}
    rows = [[vocabulary.setdefault(term, len(vocabulary)) for term in document] or [0] for document in documents]
    model = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    model.index((rows, vocabulary), create_empty_token=False, show_progress=False)
    model.save(str(folder), show_progress=False)


class Lexical:
    """A written index, memory-mapped. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._model = bm25s.BM25.load(str(folder), mmap=True, show_progress=False)
        self._documents = int(self._model.scores["num_docs"])

    def df(self, term: str) -> int:
        """Documents that contain `term` (a stem, as `terms` gives it)."""
        number = self._model.vocab_dict.get(term)
        if number is None:
            return 0
        ends = self._model.scores["indptr"]
        return int(ends[number + 1] - ends[number])

    def top(
        self, query: str, depth: int, allowed: Mask | None = None, also: Iterable[Sequence[str]] = ()
    ) -> dict[int, float]:
        """The `depth` best rows that share a term with `query`, with their BM25 scores.

        Args:
            also: other names of what is in the query, those of one thing together: the name that a text meets best
                counts in part, so that a class of six drugs weighs no more than one.
        """
        scores = self._scores(query)
        for names in also:
            scores = scores + ALSO * np.max([self._scores(name) for name in names], axis=0)
        if allowed is not None:
            scores = np.where(allowed, scores, 0)
        rows = np.flatnonzero(scores > 0)
        if len(rows) > depth:
            rows = rows[np.argpartition(-scores[rows], depth - 1)[:depth]]
        return {int(row): float(scores[row]) for row in rows}

    def _scores(self, query: str) -> npt.NDArray[np.float32]:
        numbers = self._model.get_tokens_ids(terms(query))
        found: npt.NDArray[np.float32] = (
            self._model.get_scores_from_ids(numbers) if numbers else np.zeros(self._documents, np.float32)
        )
        return found
