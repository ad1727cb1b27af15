"""The vector index against the same computed by NumPy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.index.dense import Dense, write

OWNER = np.sort(np.random.default_rng(1).integers(0, 40, 200))
VECTORS = np.random.default_rng(2).standard_normal((200, 8)).astype(np.float32)
QUERY = np.random.default_rng(3).standard_normal(8).astype(np.float32)


@pytest.fixture
def dense(tmp_path: Path) -> Dense:
    write((VECTORS[i : i + 64] for i in range(0, 200, 64)), 8, tmp_path / "dense.faiss")
    return Dense(tmp_path / "dense.faiss", OWNER)


def expected(allowed: np.ndarray | None = None) -> list[tuple[int, float, int]]:
    scores = VECTORS @ QUERY
    best: dict[int, tuple[float, int]] = {}
    for chunk in np.argsort(-scores):
        row = int(OWNER[chunk])
        if allowed is None or allowed[row]:
            best.setdefault(row, (float(scores[chunk]), int(chunk)))
    return [(row, score, chunk) for row, (score, chunk) in best.items()]


@pytest.mark.parametrize("depth", [1, 5, 39, 1000])
def test_best_chunk_of_each_of_the_best_rows(dense: Dense, depth: int) -> None:
    top = dense.top(QUERY, depth)
    assert list(top) == [row for row, _, _ in expected()[:depth]]
    assert [chunk for _, chunk in top.values()] == [chunk for _, _, chunk in expected()[:depth]]
    assert [score for score, _ in top.values()] == pytest.approx([s for _, s, _ in expected()[:depth]], abs=1e-5)


def test_only_allowed_rows_and_all_of_them(dense: Dense) -> None:
    allowed = np.zeros(40, bool)
    allowed[[3, 17, 25]] = True
    assert list(dense.top(QUERY, 10, allowed)) == [row for row, _, _ in expected(allowed)]


def test_nothing_allowed_finds_nothing(dense: Dense) -> None:
    assert dense.top(QUERY, 10, np.zeros(40, bool)) == {}


def test_vectors_come_back_as_stored(dense: Dense) -> None:
    assert len(dense) == 200 and dense.dimension == 8
    np.testing.assert_array_equal(dense.vectors(np.array([5, 199, 5])), VECTORS[[5, 199, 5]])
