"""A small encoder and small sources, so that every rule of the index is tested without a model."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.index import build
from retrieval.index.embed import Vectors


class HashingEncoder:
    """Words to pseudo-random directions, summed: texts that share words are near. Counts what it is asked for."""

    name = "hashing"
    dimension = 64

    def __init__(self, max_pieces: int = 40, weights: str = "w1") -> None:
        self.max_pieces = max_pieces
        self.weights = weights
        self.fingerprint = f"{weights}:{max_pieces}"
        self.encoded: list[str] = []

    def pieces(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        return [[match.span() for match in re.finditer(r"\w+|[^\w\s]", text)] for text in texts]

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        words = re.findall(r"\w+", text.lower())[: self.max_pieces] or [""]
        total = np.sum([np.random.default_rng(zlib.crc32(w.encode())).standard_normal(64) for w in words], axis=0)
        return np.asarray(total / np.linalg.norm(total), np.float32)


TOPICS = ("obesity", "warfarin", "sepsis", "asthma", "stroke", "anaemia", "gout", "malaria")


def abstract(topic: str, n: int) -> dict[str, Any]:
    """One JSONL document about a topic."""
    return {
        "id": f"{topic}-{n}",
        "title": f"A study of {topic} number {n}",
        "text": f"We followed {100 + n} adults with {topic}. The risk of death from {topic} was {n}%. It rose.",
        "year": 2000 + n,
    }


def write_jsonl(file: Path, documents: Sequence[dict[str, Any]]) -> str:
    """Write documents; the source to give to build."""
    file.write_text("".join(json.dumps(document) + "\n" for document in documents), encoding="utf-8")
    return f"jsonl:{file}"


@pytest.fixture
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture
def make_encoder() -> type[HashingEncoder]:
    """For tests that need two encoders, or one of other weights or length."""
    return HashingEncoder


@pytest.fixture
def jsonl(tmp_path: Path) -> Callable[..., str]:
    """Documents to a source."""

    def make(documents: Sequence[dict[str, Any]], name: str = "documents.jsonl") -> str:
        return write_jsonl(tmp_path / name, documents)

    return make


@pytest.fixture
def corpus() -> list[dict[str, Any]]:
    return [abstract(topic, n) for n in range(1, 6) for topic in TOPICS]


@pytest.fixture
def index_dir(tmp_path: Path, corpus: list[dict[str, Any]], jsonl: Callable[..., str]) -> Path:
    """An index of forty abstracts."""
    out = tmp_path / "index"
    build([jsonl(corpus)], out, HashingEncoder())
    return out
