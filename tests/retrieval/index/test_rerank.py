"""The best of a ranking read again: order, scores, and what stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from retrieval.evidence import Rank
from retrieval.index import Index
from retrieval.index.rerank import LEXICAL, RERANKED, Weigh, score, scored


class Likes:
    """Prefers texts that hold a word; keeps what it was asked."""

    def __init__(self, word: str) -> None:
        self.word, self.asked = word, list[tuple[str, int]]()

    def similarities(self, query: str, texts: Sequence[str], weigh: Weigh) -> list[float]:
        self.asked.append((query, len(texts)))
        self.weights = [weigh(word) for word in query.split()]
        return [9.0 if self.word in text else 0.0 for text in texts]


def test_what_the_reader_prefers_comes_first(index_dir: Path, encoder: Any) -> None:
    reader = Likes("number 4")
    with Index.open(index_dir, encoder) as plain, Index.open(index_dir, encoder, reader) as index:
        fused, hits = plain.search("death from gout", 5), index.search("death from gout", 5)
    assert hits[0].record.id == "gout-4" and hits[0].rank.rerank
    assert all(hit.record.id.endswith("-4") for hit in hits)
    assert [score(hit.rank) for hit in hits] == sorted((score(hit.rank) for hit in hits), reverse=True)
    assert all(hit.rank.rerank is None for hit in fused)


def test_only_the_best_are_read_and_the_rest_stays_behind_them(index_dir: Path, encoder: Any) -> None:
    reader = Likes("asthma")
    with Index.open(index_dir, encoder) as plain, Index.open(index_dir, encoder, reader) as index:
        [fused] = plain.search_many(["gout"], 40)
        [found] = index.search_many(["gout"], 40)
    assert reader.asked == [("gout", RERANKED)]
    assert [id for id, _ in found][RERANKED:] == [id for id, _ in fused][RERANKED:]
    assert {id for id, _ in found[:RERANKED]} == {id for id, _ in fused[:RERANKED]}
    assert all((rank.rerank is None) == (place >= RERANKED) for place, (_, rank) in enumerate(found))


def test_fewer_than_are_read_can_be_asked_for(index_dir: Path, encoder: Any) -> None:
    reader = Likes("number 5")
    with Index.open(index_dir, encoder, reader) as index:
        assert [hit.record.id for hit in index.search("gout", 1)] == ["gout-5"]
    assert reader.asked == [("gout", RERANKED)]


def test_the_reader_gets_the_other_names_too(index_dir: Path) -> None:
    reader = Likes("")
    with Index.open(index_dir, None, reader) as index:
        index.search("AF and stroke")
        assert index.search("xylophone") == []
    assert [query for query, _ in reader.asked] == ["AF (atrial fibrillation) and stroke"]


def test_other_names_find_by_words_alone(index_dir: Path) -> None:
    """An index that was built before there were other names is searched for them as well."""
    with Index.open(index_dir, rewrite=lambda text: _named(text)) as index:
        assert {hit.record.id[:4] for hit in index.search("podagra")} == {"gout"}
    with Index.open(index_dir) as index:
        assert index.search("podagra") == []


def _named(text: str) -> Any:
    from retrieval.query.understand import Added, Query

    return Query(text, (Added("podagra", "gout"),))


def test_rare_words_weigh_more_and_stop_words_nothing(index_dir: Path) -> None:
    reader = Likes("")
    with Index.open(index_dir, None, reader) as index:
        index.search("the death gout")
    stop, common, rare = reader.weights
    assert 0 == stop < common < rare


def test_scored() -> None:
    ranks = [Rank(lexical=8, dense=0.5, fused=1), Rank(lexical=4, dense=0.25, fused=0.5), Rank(fused=0)]
    values = [rank.rerank for rank in scored(ranks, [0.5, 0.75, -0.25])]
    assert values == pytest.approx([1 + LEXICAL, 1 + LEXICAL / 2, -0.25])
    assert scored([], []) == []


@pytest.mark.parametrize(
    ("rank", "expected"), [(Rank(fused=0.5), 0.5), (Rank(fused=0.5, rerank=0.25), 0.25), (Rank(), 0.0)]
)
def test_score(rank: Rank, expected: float) -> None:
    assert score(rank) == expected
