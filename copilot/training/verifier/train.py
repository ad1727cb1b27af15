"""The training run: LoRA on every linear layer of the language model, read by the odds of Yes against No."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from copilot.training.verifier.examples import Example
from copilot.verify.entailment import MAX_TOKENS, prompt


@dataclass(frozen=True)
class Run:
    """How long and how fast to train. `batch` counts tokens, padding included; `minutes` ends the run early."""

    seed: int
    epochs: int = 2
    rate: float = 3e-4
    batch: int = 2000
    warm: int = 50
    minutes: float = 600.0
    bfloat16: bool = True


def train(model: Any, tokenizer: Any, data: Sequence[Example], run: Run, say: Callable[[str], None]) -> list[float]:
    """Trains the updates of `copilot.training.lora` in place; the loss of each step."""
    device = next(model.parameters()).device
    rows = [_tokens(tokenizer, example) for example in data]
    batches = [batch for epoch in range(run.epochs) for batch in _batches(rows, run, epoch)]
    trained = [value for value in model.parameters() if value.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=run.rate)
    yes, no = (tokenizer.encode(word, add_special_tokens=False)[0] for word in ("Yes", "No"))
    losses: list[float] = []
    start = time.monotonic()
    model.train()
    for step, batch in enumerate(batches, 1):
        passed = max(step / len(batches), (time.monotonic() - start) / (60 * run.minutes))
        if passed > 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = run.rate * min(1, step / run.warm) * max(0.02, 1 - passed)
        targets = torch.tensor([float(data[at].holds) for at in batch], device=device)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=run.bfloat16), parametrize.cached():
            odds = _odds(model, [rows[at] for at in batch], yes, no)
        loss = nn.functional.binary_cross_entropy_with_logits(odds, targets)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if step % 50 == 0 or step == len(batches):
            mean = sum(losses[-50:]) / len(losses[-50:])
            say(f"step {step} of {len(batches)}, loss {mean:.3f}, {time.monotonic() - start:.0f} s")
    model.eval()
    return losses


@torch.inference_mode()
def answers(model: Any, tokenizer: Any, data: Sequence[Example]) -> list[float]:
    """The probability of Yes for each example."""
    yes, no = (tokenizer.encode(word, add_special_tokens=False)[0] for word in ("Yes", "No"))
    with parametrize.cached():
        odds = [float(_odds(model, [_tokens(tokenizer, example)], yes, no)[0]) for example in data]
    return torch.tensor(odds).sigmoid().tolist()


def _odds(model: Any, rows: Sequence[list[int]], yes: int, no: int) -> Tensor:
    """Log odds of Yes against No as the next token.

    Padded on the right, where no token of a causal model looks: attention needs no mask, and is faster without.
    """
    device = next(model.parameters()).device
    ids = torch.zeros((len(rows), max(map(len, rows))), dtype=torch.long)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = torch.tensor(row)
    hidden = model.model(input_ids=ids.to(device), use_cache=False).last_hidden_state
    last = hidden[torch.arange(len(rows)), [len(row) - 1 for row in rows]].float()
    return last @ (model.lm_head.weight[yes] - model.lm_head.weight[no]).float()  # type: ignore[no-any-return]


def _tokens(tokenizer: Any, example: Example) -> list[int]:
    passage = example.passage
    while True:
        tokens: list[int] = tokenizer.encode(prompt(passage, example.claim), add_special_tokens=False)
        if len(tokens) <= MAX_TOKENS or not passage:
            return tokens
        passage = passage[: len(passage) * 3 // 4]


def _batches(rows: Sequence[list[int]], run: Run, epoch: int) -> Iterator[list[int]]:
    """Places in `rows`, shuffled, rows of like length together."""
    random = Random(f"{run.seed} {epoch}")  # noqa: S311 an order, no secret
    order = sorted(range(len(rows)), key=lambda at: (len(rows[at]) // 16, random.random()))
    made: list[list[int]] = [[]]
    for at in order:
        if made[-1] and (len(made[-1]) + 1) * len(rows[at]) > run.batch:
            made.append([])
        made[-1].append(at)
    random.shuffle(made)
    yield from made
