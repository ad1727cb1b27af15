"""LoRA in weight space: each linear layer of the encoder reads W + B A, W frozen.

Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, ICLR 2022. Adding the product to the weight once a step
costs far less on a processor than running every word piece through the two thin layers.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize
from torch.optim import AdamW
from torch.optim.lr_scheduler import OneCycleLR


class Update(nn.Module):
    """A weight (out, in) plus B A: A (rank, in), B (out, rank)."""

    def __init__(self, a: Tensor, b: Tensor) -> None:
        super().__init__()
        self.a, self.b = nn.Parameter(a), nn.Parameter(b)

    def forward(self, weight: Tensor) -> Tensor:
        return weight + self.b @ self.a


def adapt(encoder: nn.Module, rank: int, start: Mapping[str, Tensor] | None = None) -> None:
    """Freezes the encoder and gives every linear layer of it an update to learn: zero, or that of `start`.

    `start` holds what `updates` gives. Raises KeyError where it lacks a layer.
    """
    encoder.requires_grad_(False)
    for name, layer in [item for item in encoder.named_modules() if isinstance(item[1], nn.Linear)]:
        out, into = layer.weight.shape
        a, b = (
            (start[f"{name}.a"].float(), start[f"{name}.b"].float())
            if start
            else (torch.randn(rank, into) / into**0.5, torch.zeros(out, rank))
        )
        device = layer.weight.device
        parametrize.register_parametrization(layer, "weight", Update(a.to(device), b.to(device)))


def updates(encoder: nn.Module) -> dict[str, Tensor]:
    """What was learned: `<layer>.a` (rank, in) and `<layer>.b` (out, rank) for each linear layer."""
    learned: dict[str, Tensor] = {}
    for name, module in encoder.named_modules():
        if isinstance(module, Update):
            layer = name.partition(".parametrizations.")[0]
            learned |= {f"{layer}.a": module.a.detach(), f"{layer}.b": module.b.detach()}
    return learned


def descent(trained: list[nn.Parameter], rate: float, steps: int, warm: float) -> tuple[AdamW, OneCycleLR]:
    """What moves the trained parameters: AdamW, its rate rising over the share `warm` of the steps, then falling."""
    optimizer = AdamW(trained, lr=rate, weight_decay=0.01)
    return optimizer, OneCycleLR(optimizer, rate, total_steps=steps, pct_start=warm, anneal_strategy="linear")
