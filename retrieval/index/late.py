"""Late interaction: how well each word piece of a query is met by some word piece of a text.

Khattab and Zaharia, ColBERT, SIGIR 2020. Query and text are read apart by the same network (the bundled sentence
encoder, six layers of 384), so a text is read once, whatever is asked; the comparison itself costs next to nothing.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Self, cast

import torch
from safetensors.torch import load_file
from tokenizers import Encoding, Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from retrieval.errors import BadInput
from retrieval.index.embed import native_bfloat16
from retrieval.index.rerank import Weigh
from retrieval.lowrank import merge

_WORD = re.compile(r"\w+")
QUERY, TEXT = 64, 256
"""Word pieces of a query and of a text that are read."""
ADAPTER = Path(__file__).parent / "reranker.safetensors"
"""Made by `python -m copilot.training.reranker`."""
KEEP = 256
"""Texts whose reading is kept in memory, about 170 kB each, the latest used: neighbouring questions share texts."""
_BATCH = 16


class LateInteraction:
    """The encoder in `folder`, with a low-rank update of its weights from `adapter` where one is given.

    `keep`: texts whose reading stays in memory. Safe to share between threads.

    Raises:
        BadInput: `folder` holds no encoder.
    """

    def __init__(self, folder: Path, adapter: Path | None = None, keep: int = KEEP) -> None:
        self.tokenizer = tokenizer(folder)
        network = load(folder)
        if adapter is not None:
            merge(network, load_file(str(adapter)))
        native = torch.cuda.is_available() or native_bfloat16(torch.cpu.get_capabilities())
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        # transformers declares `to` and `eval` in ways a type checker cannot follow
        self._network = cast(nn.Module, network)
        self._network.to(self._device, torch.bfloat16 if native else torch.float32).requires_grad_(False)
        self._network.train(False)
        self._lock = threading.Lock()
        self._keep, self._kept = keep, OrderedDict[str, Tensor]()

    @classmethod
    def shipped(cls, folder: Path, keep: int = KEEP) -> Self:
        """The encoder in `folder` with the adapter of this package, if it has one."""
        return cls(folder, ADAPTER if ADAPTER.is_file() else None, keep)

    def similarities(self, query: str, texts: Sequence[str], weigh: Weigh = lambda word: 1.0) -> list[float]:
        """See `rerank.TextReranker`."""
        asked = self.read([query], QUERY)[0]
        weights = self._weights(query, len(asked), weigh)
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        missing = [text for text in texts if text not in known]
        known |= zip(missing, (read.half() for read in self.read(missing)), strict=True)
        with self._lock:
            for text in texts:
                self._kept[text] = known[text]
                self._kept.move_to_end(text)
            while len(self._kept) > self._keep:
                self._kept.popitem(last=False)
        return [similarity(asked, known[text].float(), weights) for text in texts]

    def _weights(self, query: str, pieces: int, weigh: Weigh) -> Tensor:
        """What each of the first pieces of the query counts: a word's weight, shared among its pieces."""
        weights = torch.zeros(pieces)
        offsets = self.tokenizer.encode(query).offsets[:pieces]
        for word in _WORD.finditer(query):
            first, last = word.span()
            of = [at for at, (start, end) in enumerate(offsets) if first <= start < end <= last]
            for at in of:
                weights[at] = weigh(word[0]) / len(of)
        return weights if weights.any() else torch.ones(pieces)

    def read(self, texts: Sequence[str], pieces: int = TEXT) -> list[Tensor]:
        """A unit vector for each word piece of each text, [CLS] and [SEP] included: (pieces, 384) each."""
        with self._lock, torch.inference_mode():
            encoded = self.tokenizer.encode_batch(list(texts))
            order = sorted(range(len(texts)), key=lambda at: len(encoded[at].ids))
            read: list[Tensor] = [torch.empty(0)] * len(texts)
            for first in range(0, len(order), _BATCH):
                batch = order[first : first + _BATCH]
                ids, mask = padded([encoded[at] for at in batch], pieces)
                vectors = vectorise(self._network, ids.to(self._device), mask.to(self._device)).cpu()
                for row, at in enumerate(batch):
                    read[at] = vectors[row, : int(mask[row].sum())]
        return read


def similarity(query: Tensor, text: Tensor, weights: Tensor) -> float:
    """The weighted mean over the query's pieces of their best match in the text: -1 to 1."""
    return float((query @ text.T).max(dim=1).values @ weights / weights.sum())


def tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, which cuts and pads nothing."""
    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def load(folder: Path) -> BertModel:
    """The encoder in float32. Raises BadInput: there is none."""
    if not (folder / "config.json").is_file():
        raise BadInput(f"There is no sentence encoder in {folder}.", next_step="Run `copilot setup --models`.")
    from transformers.utils import logging

    before = logging.get_verbosity()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # a pooler that is not used is no news
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return BertModel.from_pretrained(str(folder), add_pooling_layer=False, dtype=torch.float32)
    finally:
        logging.set_verbosity(before)


def padded(encoded: Sequence[Encoding], pieces: int) -> tuple[Tensor, Tensor]:
    """Piece numbers and mask, (texts, longest), each text cut to `pieces` with its end marker kept."""
    rows = [one.ids if len(one.ids) <= pieces else [*one.ids[: pieces - 1], one.ids[-1]] for one in encoded]
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for at, row in enumerate(rows):
        ids[at, : len(row)], mask[at, : len(row)] = torch.tensor(row), 1
    return ids, mask


def vectorise(network: nn.Module, ids: Tensor, mask: Tensor) -> Tensor:
    """A unit vector for each piece: (texts, pieces, 384) in float32; padding is zero."""
    hidden = network(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    return nn.functional.normalize(hidden, dim=-1) * mask[..., None]
