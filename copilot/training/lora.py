"""LoRA in weight space: each linear layer of the encoder reads W + B A, W frozen.

Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, ICLR 2022. Adding the product to the weight once a step
costs far less on a processor than running every word piece through the two thin layers.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize
from torch.optim import AdamW
from torch.optim.lr_scheduler import OneCycleLR


class Update(nn.Module):
    """A weight (out, in) plus B A of rank `rank`; zero at the start."""

    def __init__(self, weight: Tensor, rank: int) -> None:
        super().__init__()
        self.a = nn.Parameter(torch.randn(rank, weight.shape[1]) / weight.shape[1] ** 0.5)
        self.b = nn.Parameter(torch.zeros(weight.shape[0], rank))

    def forward(self, weight: Tensor) -> Tensor:
        return weight + self.b @ self.a


def adapt(encoder: nn.Module, rank: int) -> None:
    """Freezes the encoder and gives every linear layer of it an update to learn."""
    encoder.requires_grad_(False)
    for layer in [module for module in encoder.modules() if isinstance(module, nn.Linear)]:
        parametrize.register_parametrization(layer, "weight", Update(layer.weight, rank))


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
