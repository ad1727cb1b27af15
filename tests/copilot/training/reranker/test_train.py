"""Pairs, batches, and a training run of seconds on a network of two small layers."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tiny_encoder import tiny_encoder

from copilot.training.reranker.pairs import Pair, batches, pairs
from copilot.training.reranker.train import Run, save, train
from retrieval.index.late import LateInteraction
from retrieval.record import Record

BODY = "We followed adults with gout for many years in two countries. " * 8


def record(n: int, last: str) -> Record:
    return Record(id=f"pmid:{n}", title=f"Gout study {n}.", text=f"{BODY}CONCLUSIONS: {last}")


def test_the_sentence_that_asks_is_not_in_the_text() -> None:
    last = "Adults with gout had a higher risk of stroke than others of their age."
    made = list(pairs([record(n, last) for n in range(40)], Random(0)))
    asked_by = {pair.query for pair in made}
    assert len(made) == 40 and last in asked_by and any(query.startswith("Gout study") for query in asked_by)
    assert all(pair.query not in pair.text for pair in made)


def test_short_texts_are_left_out() -> None:
    assert list(pairs([Record(id="a", title="Gout", text="Too short. To learn. From it. At all.")], Random(0))) == []


def test_neighbours_share_a_batch_and_nobody_is_in_two() -> None:
    vectors = np.repeat(np.eye(4, dtype=np.float32), 4, axis=0)
    made = batches(vectors, 8, Random(1), group=4)
    assert sorted(at for batch in made for at in batch) == list(range(16))
    assert all({at // 4 for at in batch[:4]} == {batch[0] // 4} for batch in made)


def test_a_short_run_learns_and_is_loaded(tmp_path: Path) -> None:
    encoder = tiny_encoder(tmp_path)
    said: list[str] = []
    topics = [("gout", "uric acid"), ("stroke", "brain"), ("asthma", "lung"), ("death", "risk")]
    data = [Pair(query, f"study of {text} in adults") for query, text in topics]
    update = train(data, [[0, 1, 2, 3]] * 75, encoder, Run(rank=4, rate=1e-2, bfloat16=False), said.append)
    losses = [float(found[1]) for line in said if (found := re.search(r"loss ([\d.]+)", line))]
    assert len(losses) == 3 and losses[-1] < losses[0] / 2
    save(update, tmp_path / "made" / "adapter.safetensors")
    reader = LateInteraction(encoder, tmp_path / "made" / "adapter.safetensors")
    texts = [pair.text for pair in data]
    assert [int(np.argmax(reader.similarities(pair.query, texts))) for pair in data] == [0, 1, 2, 3]


def test_the_same_run_twice_is_the_same(tmp_path: Path) -> None:
    encoder = tiny_encoder(tmp_path)
    data = [Pair("gout", "uric acid"), Pair("stroke", "brain")]
    one, two = (train(data, [[0, 1]] * 2, encoder, Run(rank=2, bfloat16=False), lambda _: None) for _ in range(2))
    assert all(np.array_equal(one[name], two[name]) for name in one)
    with pytest.raises(KeyError):
        two["nothing"]
