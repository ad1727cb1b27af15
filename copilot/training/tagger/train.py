"""The training run: LoRA on every layer of the encoder, with the head and the two small embeddings trained whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import nn
from torch.nn.utils import parametrize

from copilot.deid.tagging import ADAPTER, LABELS, Network, Pieces, Reader, base, padded
from copilot.training.lora import adapt, descent, updates
from copilot.training.tagger.text import IGNORE, Example, Span

_LABEL = {label: number for number, label in enumerate(LABELS)} | {IGNORE: -100}

Row = tuple[NDArray[np.int64], NDArray[np.int64]]
"""A window (ROWS, pieces) and the label numbers of its pieces, -100 where none is to be learned."""


@dataclass(frozen=True)
class Run:
    """How long and how fast to train. `batch` counts word pieces, padding included."""

    seed: int
    rank: int = 32
    rate: float = 1.5e-3
    batch: int = 3072
    warm: float = 0.05
    bfloat16: bool = True


_BLIND = 0.15
"""Share of texts that are read without the word lists, so that the network does not lean on them alone."""


def rows(texts: Iterable[Example], reader: Reader, seed: int) -> Iterator[Row]:
    """The windows of the texts with their labels."""
    random = Random(seed)  # noqa: S311 a choice of texts, no secret
    for example in texts:
        pieces = reader.read(example.text)
        if random.random() < _BLIND:
            pieces = pieces._replace(lists=np.zeros_like(pieces.lists))
        labels = _labels(pieces, example.spans)
        for first, last in pieces.windows():
            yield reader.window(pieces, first, last), np.concatenate(([-100], labels[first:last], [-100]))


def train(data: Sequence[Row], encoder: Path, run: Run, say: Callable[[str], None]) -> Network:
    """A network trained on `data`, one pass. The same arguments on the same machine give the same network."""
    torch.manual_seed(run.seed)
    network = Network(base(encoder))
    adapt(network.encoder, run.rank)
    trained = [value for value in network.parameters() if value.requires_grad]
    batches = list(_batches(data, run))
    optimizer, schedule = descent(trained, run.rate, len(batches), run.warm)
    network.train()
    start, total = time.monotonic(), 0.0
    for step, batch in enumerate(batches, 1):
        inputs, mask = padded([data[at][0] for at in batch])
        targets = np.full(mask.shape, -100, dtype=np.int64)
        for row, at in enumerate(batch):
            targets[row, : len(data[at][1])] = data[at][1]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=run.bfloat16), parametrize.cached():
            scores = network(inputs, mask)
            loss = nn.functional.cross_entropy(scores.float().flatten(0, 1), torch.from_numpy(targets).flatten())
            loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        total += loss.item()
        if step % 100 == 0 or step == len(batches):
            spent = time.monotonic() - start
            say(f"step {step} of {len(batches)}, loss {total / (step % 100 or 100):.4f}, {spent:.0f} s")
            total = 0.0
    return network.eval()


def save(network: Network, folder: Path) -> None:
    """All that was learned, in half precision, in one file."""
    learned = updates(network.encoder) | network.own_state()
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.half().contiguous() for name, value in learned.items()}, str(folder / ADAPTER))


def _labels(pieces: Pieces, spans: Sequence[Span]) -> NDArray[np.int64]:
    made = np.zeros(len(pieces.offsets), dtype=np.int64)
    open_ = list(reversed(spans))
    for at, (start, _) in enumerate(pieces.offsets):
        while open_ and open_[-1].end <= start:
            open_.pop()
        if open_ and open_[-1].start <= start:
            made[at] = _LABEL[open_[-1].label]
    return made


def _batches(data: Sequence[Row], run: Run) -> Iterator[list[int]]:
    """Places in `data`, shuffled, windows of like length together."""
    random = Random(run.seed)  # noqa: S311 an order, no secret
    order = list(range(len(data)))
    random.shuffle(order)
    made: list[list[int]] = []
    for first in range(0, len(order), 2000):
        block = sorted(order[first : first + 2000], key=lambda at: len(data[at][1]))
        batch: list[int] = []
        for at in block:
            if (len(batch) + 1) * len(data[at][1]) > run.batch and batch:
                made.append(batch)
                batch = []
            batch.append(at)
        made.append(batch)
    random.shuffle(made)
    yield from made
