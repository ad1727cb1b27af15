"""The training run of the guard's reader: LoRA on every layer of the sentence encoder, and a head.

A regression over the finished embedding tells themes; what a request is for shows in how its words stand together,
which the layers have to learn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.utils import parametrize

from copilot.safety.classes import Probabilities
from copilot.safety.reader import ADAPTER, Network, Reader, padded
from copilot.training.guard.questions import Example, Learn, Predict, labels, weights
from copilot.training.lora import adapt, descent, updates
from retrieval.index.late import load, tokenizer


@dataclass(frozen=True)
class Run:
    """How long and how fast to train; `batch` and `block` count questions, those of a block are sorted by length."""

    seed: int = 1
    rank: int = 16
    epochs: int = 4
    rate: float = 1e-3
    batch: int = 64
    block: int = 1024
    warm: float = 0.1
    bfloat16: bool = True


def train(rows: Sequence[Example], encoder: Path, run: Run) -> Network:
    """The network after `run.epochs` passes. The same arguments on the same processor give the same network."""
    torch.manual_seed(run.seed)
    network = Network(load(encoder))
    adapt(network.encoder, run.rank)
    ids = [one.ids for one in tokenizer(encoder).encode_batch([row.text for row in rows])]
    target, weight = torch.tensor(labels(rows)), torch.tensor(weights(rows))
    batches = list(_batches([len(one) for one in ids], run))
    trained = [value for value in network.parameters() if value.requires_grad]
    optimizer, schedule = descent(trained, run.rate, len(batches), run.warm)
    network.train()
    for batch in batches:
        pieces, mask = padded([ids[at] for at in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=run.bfloat16), parametrize.cached():
            scores = network(pieces, mask)
        loss = nn.functional.cross_entropy(scores.float(), target[batch], reduction="none")
        (loss * weight[batch]).mean().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    return network.eval()


def learned(network: Network) -> dict[str, Tensor]:
    """What `Reader` adds to the encoder: the updates of its layers and the head, in half precision."""
    made = updates(network.encoder) | network.own_state()
    return {name: value.half().contiguous() for name, value in made.items()}


def save(network: Network, weights: str, folder: Path) -> None:
    """Writes what was learned; `weights` are those of the encoder it belongs to."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(learned(network), folder / ADAPTER, metadata={"encoder": weights})


def learn(encoder: Path, run: Run) -> Learn:
    """For cross-validation."""

    def learned_from(rows: Sequence[Example]) -> Predict:
        made = learned(train(rows, encoder, run))

        def predict(texts: Sequence[str]) -> Probabilities:
            return Reader(encoder, made).probabilities(texts)

        return predict

    return learned_from


def _batches(lengths: Sequence[int], run: Run) -> Iterator[list[int]]:
    """Places of questions, shuffled anew for each pass, those of like length together."""
    random = Random(run.seed)  # noqa: S311 an order, no secret
    for _ in range(run.epochs):
        order = list(range(len(lengths)))
        random.shuffle(order)
        for first in range(0, len(order), run.block):
            block = sorted(order[first : first + run.block], key=lengths.__getitem__)
            made = [block[at : at + run.batch] for at in range(0, len(block), run.batch)]
            random.shuffle(made)
            yield from made
