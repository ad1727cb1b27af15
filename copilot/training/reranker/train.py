"""The training run: LoRA on every layer of the encoder; each query's text against the others of its batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.utils import parametrize

from copilot.training.lora import adapt, descent, updates
from copilot.training.reranker.pairs import Pair
from retrieval.index.late import QUERY, load, padded, tokenizer, vectorise


@dataclass(frozen=True)
class Run:
    """How long and how fast to train. `pieces`: of a text; `sharpness`: what cosines are multiplied by."""

    seed: int = 0
    rank: int = 32
    rate: float = 1e-3
    pieces: int = 128
    warm: float = 0.1
    sharpness: float = 30.0
    bfloat16: bool = True


def train(
    data: Sequence[Pair], batches: Sequence[Sequence[int]], encoder: Path, run: Run, say: Callable[[str], None]
) -> dict[str, Tensor]:
    """The learned update, one pass over `batches`, in half precision: see `retrieval.lowrank.merge`."""
    torch.manual_seed(run.seed)
    network, cut = load(encoder), tokenizer(encoder)
    adapt(network, run.rank)
    trained = [value for value in network.parameters() if value.requires_grad]
    optimizer, schedule = descent(trained, run.rate, len(batches), run.warm)
    start, total = time.monotonic(), 0.0
    for step, batch in enumerate(batches, 1):
        queries = padded(cut.encode_batch([data[at].query for at in batch]), QUERY)
        texts = padded(cut.encode_batch([data[at].text for at in batch]), run.pieces)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=run.bfloat16), parametrize.cached():
            read = [vectorise(network, ids, mask) for ids, mask in (queries, texts)]
        scores = run.sharpness * matrix(read[0], queries[1], read[1], texts[1])
        target = torch.arange(len(batch))
        loss = nn.functional.cross_entropy(scores, target) + nn.functional.cross_entropy(scores.T, target)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        total += loss.item()
        if step % 25 == 0 or step == len(batches):
            spent = time.monotonic() - start
            say(f"step {step} of {len(batches)}, loss {total / (step % 25 or 25):.4f}, {spent:.0f} s")
            total = 0.0
    return {name: value.half().contiguous() for name, value in updates(network).items()}


def matrix(queries: Tensor, asked: Tensor, texts: Tensor, mask: Tensor) -> Tensor:
    """`retrieval.index.late.similarity` of every query with every text: (queries, texts). Masks are (…, pieces)."""
    read = (text[:pieces] for text, pieces in zip(texts, mask.sum(1).tolist(), strict=True))
    best = [(queries @ text.T).max(dim=2).values for text in read]
    return (torch.stack(best, 2) * asked[:, :, None]).sum(1) / asked.sum(1, keepdim=True)


def save(update: dict[str, Tensor], file: Path) -> None:
    """Writes the update."""
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(update, str(file))
