"""The training run: LoRA on every linear layer of the language model, read by the odds of Yes against No.

Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, ICLR 2022.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import torch
from torch import Tensor, nn

from copilot.training.verifier.examples import Example
from copilot.verify.entailment import MAX_TOKENS, prompt

_LAYERS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


@dataclass(frozen=True)
class Run:
    """How long and how fast to train. `batch` counts tokens, padding included; `minutes` ends the run early."""

    seed: int
    epochs: int = 2
    rank: int = 16
    rate: float = 5e-4
    batch: int = 6000
    warm: int = 50
    minutes: float = 600.0
    bfloat16: bool = True


def adapt(model: Any, run: Run) -> Any:
    """The model with a new adapter to train, everything else frozen; `save_pretrained` writes the adapter alone."""
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(run.seed)
    return get_peft_model(
        model,
        LoraConfig(
            r=run.rank, lora_alpha=2 * run.rank, lora_dropout=0.05, target_modules=_LAYERS, task_type="CAUSAL_LM"
        ),
    )


def train(model: Any, tokenizer: Any, data: Sequence[Example], run: Run, say: Callable[[str], None]) -> list[float]:
    """Trains the adapter in place; the loss of each step."""
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
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=run.bfloat16):
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


def _odds(model: Any, rows: Sequence[list[int]], yes: int, no: int) -> Tensor:
    """Log odds of Yes against No as the next token. Padded on the right: padding on the left gives NaN in bf16."""
    device = next(model.parameters()).device
    ids = torch.zeros((len(rows), max(map(len, rows))), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = torch.tensor(row)
        mask[at, : len(row)] = 1
    logits = model(input_ids=ids.to(device), attention_mask=mask.to(device)).logits
    last = logits[torch.arange(len(rows), device=device), mask.sum(1).to(device) - 1].float()
    return last[:, yes] - last[:, no]  # type: ignore[no-any-return]


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
