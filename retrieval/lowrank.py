"""Low-rank updates of a network's weights: what an adapter of this project holds, and how it is folded in.

Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, ICLR 2022.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn


def merge(network: nn.Module, update: Mapping[str, Tensor]) -> None:
    """Add `<layer>.b` (out, rank) times `<layer>.a` (rank, in) to each layer's weight. Raises AttributeError."""
    with torch.no_grad():
        for name in {name.rpartition(".")[0] for name in update}:
            weight = network.get_parameter(f"{name}.weight")
            weight.add_((update[f"{name}.b"].float() @ update[f"{name}.a"].float()).to(weight))
