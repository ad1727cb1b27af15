"""The guard's reader: the sentence encoder with a low-rank update of its weights, and a head over the mean piece.

Made by `python -m copilot.training.guard`; how good it is: docs/evals/guard.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor, nn

from copilot.safety.classes import CLASSES, Probabilities
from copilot.setup.assets import ADAPTERS
from retrieval.index.late import load, tokenizer
from retrieval.lowrank import merge

ADAPTER = "guard.safetensors"
PIECES = 256
"""Word pieces of a question that are read."""
_SCALE = 10.0
"""Length of the mean piece before the head: of unit length it would move the scores too little."""
_BATCH = 32


class Network(nn.Module):
    """Scores of `CLASSES`. `encoder` is a BertModel without a pooler."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(encoder.get_input_embeddings().embedding_dim, len(CLASSES))  # type: ignore[operator]

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """(texts, longest) pieces and mask -> (texts, classes)."""
        read = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state.float()
        mean = (read * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        scores: Tensor = self.head(self.drop(_SCALE * nn.functional.normalize(mean, dim=1)))
        return scores

    def own_state(self) -> dict[str, Tensor]:
        """The parts that do not belong to the encoder."""
        return {f"head.{name}": value for name, value in self.head.state_dict().items()}


class Reader:
    """The encoder in `folder` with what was learned. Safe to share between threads. Raises OSError, BadInput."""

    def __init__(self, folder: Path, learned: Mapping[str, Tensor]) -> None:
        update = {name: value.float() for name, value in learned.items()}
        self._network = Network(load(folder))
        self._network.load_state_dict({name: update.pop(name) for name in self._network.own_state()}, strict=False)
        merge(self._network.encoder, update)
        self._network.eval()
        self._tokenizer, self._lock = tokenizer(folder), Lock()

    def probabilities(self, texts: Sequence[str]) -> Probabilities:
        """Of each of `CLASSES`; shape (len(texts), len(CLASSES)), rows sum to 1."""
        out = np.zeros((len(texts), len(CLASSES)))
        with self._lock, torch.inference_mode():
            ids = [one.ids for one in self._tokenizer.encode_batch(list(texts))]
            order = sorted(range(len(texts)), key=lambda at: len(ids[at]))
            for first in range(0, len(order), _BATCH):
                batch = order[first : first + _BATCH]
                out[batch] = self._network(*padded([ids[at] for at in batch])).double().softmax(1).numpy()
        return out


def padded(ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Pieces and mask, (texts, longest), each text cut to `PIECES`."""
    longest = min(PIECES, max(map(len, ids)))
    pieces = torch.zeros((len(ids), longest), dtype=torch.long)
    mask = torch.zeros_like(pieces)
    for row, one in enumerate(ids):
        cut = min(len(one), longest)
        pieces[row, :cut], mask[row, :cut] = torch.tensor(one[:cut]), 1
    return pieces, mask


def belongs_to() -> str:
    """`weights` of the encoder that the shipped adapter was trained on."""
    with safe_open(ADAPTERS / "guard" / ADAPTER, framework="pt") as file:
        return str(file.metadata()["encoder"])


@lru_cache(maxsize=2)
def shipped(folder: Path) -> Reader:
    """The encoder in `folder` with the adapter of this package, loaded once."""
    return Reader(folder, load_file(ADAPTERS / "guard" / ADAPTER))
