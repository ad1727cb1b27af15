"""Names and addresses by Rampart, a six-layer BERT token classifier (National Design Studio, CC BY 4.0), in ONNX."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions  # type: ignore[import-untyped]
from tokenizers import Tokenizer

from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.types import Label

WINDOW, OVERLAP = 120, 32
"""Word pieces a window holds and shares with the next; the model sees best in short windows."""

FILES = ("model_q4.onnx", "tokenizer.json", "config.json")

_LABELS: dict[str, Label] = {
    "GIVEN_NAME": "NAME",
    "SURNAME": "NAME",
    "STREET_NAME": "ADDRESS",
    "BUILDING_NUMBER": "ADDRESS",
    "SECONDARY_ADDRESS": "ADDRESS",
    "CITY": "CITY",
    "PHONE": "PHONE",
    "EMAIL": "EMAIL",
    "URL": "URL",
    "TAX_ID": "ID",
    "BANK_ACCOUNT": "ACCOUNT",
    "ROUTING_NUMBER": "ACCOUNT",
    "GOVERNMENT_ID": "ID",
    "PASSPORT": "LICENSE",
    "DRIVERS_LICENSE": "LICENSE",
}
_DIGITS_FOR: dict[Label, int] = {"ID": 5, "ACCOUNT": 5, "LICENSE": 5, "PHONE": 7}
"""Digits a number of this kind must have: the model was not trained on laboratory values."""


class Rampart(Recognizer):
    """`threshold`: probability of a label from which a word piece counts."""

    labels: ClassVar[tuple[Label, ...]] = tuple(dict.fromkeys(_LABELS.values()))
    firm: ClassVar[bool] = False

    def __init__(self, folder: Path, threshold: float = 0.35) -> None:
        super().__init__()
        self._folder, self._threshold = folder, threshold

    @staticmethod
    def is_available(folder: Path) -> bool:
        return all((folder / name).is_file() for name in FILES)

    def find(self, text: str) -> Iterator[Found]:
        open_: Found | None = None
        for start, end, label in self._pieces(text):
            if open_ and open_[2] == label and not text[open_[1] : start].strip(" -'’."):
                open_ = (open_[0], end, label)
                continue
            if open_:
                yield from _checked(text, open_)
            open_ = (start, end, label)
        if open_:
            yield from _checked(text, open_)

    def _pieces(self, text: str) -> Iterator[Found]:
        """Labelled word pieces in order; a piece in two windows gets its surer label."""
        session, tokenizer, names = _model(self._folder)
        encoding = tokenizer.encode(text, add_special_tokens=False)
        ids, offsets = encoding.ids, encoding.offsets
        if not ids:
            return
        cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
        assert cls is not None and sep is not None
        best = np.zeros((len(ids), len(names)), dtype=np.float32)
        for first in range(0, max(1, len(ids) - OVERLAP), WINDOW - OVERLAP):
            part = ids[first : first + WINDOW]
            best[first : first + len(part)] = np.maximum(
                best[first : first + len(part)], _run(session, [cls, *part, sep])[1:-1]
            )
        best[:, 0] = 0  # O: anything else that is likely enough counts
        for (start, end), row in zip(offsets, best, strict=True):
            kind = int(row.argmax())
            label = _LABELS.get(names[kind].partition("-")[2])
            if label and row[kind] >= self._threshold:
                yield start, end, label


def _run(session: InferenceSession, ids: list[int]) -> NDArray[np.float32]:
    """Label probabilities, (pieces, labels)."""
    feed = {"input_ids": [ids], "attention_mask": [[1] * len(ids)], "token_type_ids": [[0] * len(ids)]}
    wanted = {item.name for item in session.get_inputs()}
    logits = session.run(
        None, {name: np.array(value, dtype=np.int64) for name, value in feed.items() if name in wanted}
    )[0][0]
    exp = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return (exp / exp.sum(axis=-1, keepdims=True)).astype(np.float32)  # type: ignore[no-any-return]


def _checked(text: str, found: Found) -> Iterator[Found]:
    """The hit grown to whole words, if it is long enough and has the digits its kind needs."""
    start, end, label = found
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    digits = sum(c.isdigit() for c in text[start:end])
    if label == "ADDRESS" and not (digits and any(len(run) > 2 for run in re.findall(r"[^\W\d_]+", text[start:end]))):
        return  # a number or a word alone is no address: the rules know the parts of one
    if end - start > 1 and digits >= _DIGITS_FOR.get(label, 0) and (label != "NAME" or digits == 0):
        yield start, end, label


@lru_cache(maxsize=2)
def _model(folder: Path) -> tuple[InferenceSession, Tokenizer, list[str]]:
    options = SessionOptions()
    options.intra_op_num_threads = 1  # two processes of one thread beat one of two
    session = InferenceSession(str(folder / "model_q4.onnx"), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    labels = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
    return session, tokenizer, [labels[str(i)] for i in range(len(labels))]
