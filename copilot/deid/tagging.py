"""The tagger's network and how it reads a text: the bundled sentence encoder with a LoRA adapter and a linear head.

The encoder (MiniLM, six layers of 384) lower-cases its input, drops the layout and knows few names, so each word
piece also carries how it is written (`SHAPES`), what stands before it (`GAPS`) and which word lists know its word
(`lexicon.lists`), as embeddings added to the word embedding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from copilot.deid import lexicon
from copilot.deid.words import words
from retrieval.lowrank import merge

LABELS = ("O", "NAME", "FACILITY", "CITY", "ADDRESS", "ZIP", "DATE", "PHONE", "EMAIL", "URL", "ID", "AGE")
"""What a word piece can be; O is no identifier."""

WINDOW, OVERLAP = 126, 32
"""Word pieces a window holds and shares with the next."""

ADAPTER = "tagger.safetensors"

SHAPES = ("other", "lower", "title", "upper", "letter", "mixed", "digits")
GAPS = ("none", "space", "wide", "line")

ROWS = 4
"""What a piece carries: its id, shape, gap and lists."""

_DIGIT = re.compile(r"\d")


class Pieces(NamedTuple):
    """A text in word pieces: `ids`, `shapes`, `gaps` and `lists`, each (pieces,), and where each piece stands."""

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    gaps: NDArray[np.int64]
    lists: NDArray[np.int64]
    offsets: list[tuple[int, int]]

    def windows(self) -> Iterator[tuple[int, int]]:
        """Stretches of pieces that the network reads at once."""
        size = len(self.offsets)
        for first in range(0, max(1, size - OVERLAP), WINDOW - OVERLAP):
            yield first, min(size, first + WINDOW)


class Reader:
    """Turns texts into pieces. `folder` is the encoder's."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        first, last = self._tokenizer.token_to_id("[CLS]"), self._tokenizer.token_to_id("[SEP]")
        assert first is not None and last is not None
        self._ends = first, last

    def read(self, text: str) -> Pieces:
        """The pieces of a text."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        offsets = encoding.offsets
        before = [0, *(end for _, end in offsets)]
        return Pieces(
            np.array(encoding.ids, dtype=np.int64),
            np.array([_shape(text[start:end]) for start, end in offsets], dtype=np.int64),
            np.array([_gap(text, before[i], start) for i, (start, _) in enumerate(offsets)], dtype=np.int64),
            _lists(text, offsets),
            offsets,
        )

    def window(self, pieces: Pieces, first: int, last: int) -> NDArray[np.int64]:
        """Ids, shapes, gaps and lists of a window between the encoder's end marks: (ROWS, 2 + last - first)."""
        made = np.zeros((ROWS, 2 + last - first), dtype=np.int64)
        made[0, 0], made[0, -1] = self._ends
        for row, values in enumerate((pieces.ids, pieces.shapes, pieces.gaps, pieces.lists)):
            made[row, 1:-1] = values[first:last]
        return made


class Network(nn.Module):
    """Label scores for each word piece. `encoder` is a BertModel without a pooler."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.words: nn.Embedding = encoder.get_input_embeddings()  # type: ignore[operator]
        width = self.words.embedding_dim
        self.shapes, self.gaps = nn.Embedding(len(SHAPES), width), nn.Embedding(len(GAPS), width)
        self.lists = nn.Embedding(lexicon.LISTS, width)
        for written in (self.shapes, self.gaps, self.lists):
            nn.init.zeros_(written.weight)
        self.head = nn.Linear(width, len(LABELS))

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        """Scores (batch, pieces, labels) of windows (batch, ROWS, pieces), padded where mask (batch, pieces) is 0."""
        ids, shapes, gaps, lists = rows.unbind(1)
        seen = self.words(ids) + self.shapes(shapes) + self.gaps(gaps) + self.lists(lists)
        return self.head(self.encoder(inputs_embeds=seen, attention_mask=mask).last_hidden_state)  # type: ignore[no-any-return]

    def own_state(self) -> dict[str, Tensor]:
        """The parts that belong neither to the encoder nor to its adapter."""
        own = ("shapes", "gaps", "lists", "head")
        return {name: value for name, value in self.state_dict().items() if name.startswith(own)}


def base(folder: Path) -> BertModel:
    """The encoder as `copilot setup` fetches it, without pooler and dropout. Raises OSError."""
    config = BertConfig.from_pretrained(
        folder, attn_implementation="eager", hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    )
    made = BertModel(config, add_pooling_layer=False)
    made.load_state_dict(load_file(folder / "model.safetensors"), strict=False)
    return made


def load(folder: Path, adapter: Path) -> Network:
    """The trained network: the encoder of `folder`, the updates of `adapter` added to its weights. Raises OSError."""
    network = Network(base(folder))
    learned = load_file(adapter / ADAPTER)
    network.load_state_dict({name: learned.pop(name).float() for name in network.own_state()}, strict=False)
    merge(network.encoder, learned)
    return network.eval()


def padded(windows: list[NDArray[np.int64]]) -> tuple[Tensor, Tensor]:
    """Windows of unlike length as one batch: rows (batch, ROWS, pieces) and mask (batch, pieces)."""
    size = max(window.shape[1] for window in windows)
    rows = np.zeros((len(windows), ROWS, size), dtype=np.int64)
    mask = np.zeros((len(windows), size), dtype=np.int64)
    for row, window in enumerate(windows):
        rows[row, :, : window.shape[1]] = window
        mask[row, : window.shape[1]] = 1
    return torch.from_numpy(rows), torch.from_numpy(mask)


def _shape(piece: str) -> int:
    if _DIGIT.search(piece):
        return 6
    if not any(map(str.isalpha, piece)):
        return 0
    if piece.islower():
        return 1
    if piece.isupper():
        return 4 if len(piece) == 1 else 3
    return 2 if piece[0].isupper() and piece[1:].islower() else 5


def _lists(text: str, offsets: list[tuple[int, int]]) -> NDArray[np.int64]:
    """Which word lists know the word that each piece begins in; 0 outside of words."""
    made, found = np.zeros(len(offsets), dtype=np.int64), iter(words(text))
    word = next(found, None)
    for at, (start, _) in enumerate(offsets):
        while word is not None and word.end <= start:
            word = next(found, None)
        if word is not None and word.start <= start:
            made[at] = lexicon.lists(word)
    return made


def _gap(text: str, end: int, start: int) -> int:
    """What stands between two pieces; the beginning of a text counts as a line."""
    between = text[end:start]
    if end == 0 or "\n" in between:
        return 3
    return min(2, len(between)) if between != "\t" else 2
