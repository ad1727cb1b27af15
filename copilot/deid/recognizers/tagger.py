"""Names, places, institutions and codes in context by the product's own tagger (docs/models/tagger.md)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

import copilot
from copilot.deid.recognizers.base import FIRM, SOFT, Found, Recognizer
from copilot.deid.tagging import ADAPTER, LABELS, Network, Reader, load, padded
from copilot.deid.types import Label

ADAPTERS = Path(copilot.__file__).parent / "adapters" / "tagger"

_BATCH = 32


class Bar(NamedTuple):
    """Probabilities from which a stretch counts, and from which no vocabulary may veto it."""

    soft: float
    firm: float


_SOFT, _FIRM, _NUMBERS = 0.05, 0.2, 0.03
BARS: dict[Label, Bar] = {
    **dict.fromkeys(("NAME", "FACILITY", "CITY", "ADDRESS"), Bar(_SOFT, _FIRM)),
    **dict.fromkeys(("ZIP", "DATE", "PHONE", "EMAIL", "URL", "ID", "AGE"), Bar(_NUMBERS, _NUMBERS)),
}
"""Recall first: a stretch counts from one chance in twenty that it is an identifier. What is a word of medicine may
be given back below one in five; numbers and dates, which no vocabulary vouches for, count from three in a hundred.
Chosen on texts written by hand that train it now."""


class Tag(NamedTuple):
    """A stretch the network takes for an identifier; `sure` is 1 - P(no identifier) of its surest word."""

    start: int
    end: int
    label: Label
    sure: float


class Tagger(Recognizer):
    """`encoder`: the folder of the bundled sentence encoder; `bars`: per label, when a stretch counts."""

    labels: ClassVar[tuple[Label, ...]] = tuple(BARS)

    def __init__(self, encoder: Path, adapter: Path = ADAPTERS, bars: dict[Label, Bar] | None = None) -> None:
        super().__init__()
        self._folders, self._bars = (encoder, adapter), bars or BARS

    @staticmethod
    def is_available(encoder: Path, adapter: Path = ADAPTERS) -> bool:
        names = ("model.safetensors", "config.json", "tokenizer.json")
        return (adapter / ADAPTER).is_file() and all((encoder / name).is_file() for name in names)

    def find(self, text: str) -> Iterator[Found]:
        return ((tag.start, tag.end, tag.label) for tag in self.tags([text])[0])

    def words(self, text: str) -> list[Tag]:
        """Every word of a text with its likeliest label and the probability that it is an identifier."""
        return self._read([text])[0]

    def is_firm(self, tag: Tag) -> bool:
        """Whether the network is so sure that no vocabulary may veto it."""
        return tag.sure >= self._bars[tag.label].firm

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """Presidio's entrance; only what the network is sure of is firm."""
        return [
            RecognizerResult(tag.label, tag.start, tag.end, FIRM if self.is_firm(tag) else SOFT)
            for tag in self.tags([text])[0]
        ]

    def tags(self, texts: list[str]) -> list[list[Tag]]:
        """The stretches of each text, batched over texts."""
        return [list(self.stretches(text, found)) for text, found in zip(texts, self._read(texts), strict=True)]

    def _read(self, texts: list[str]) -> list[list[Tag]]:
        """The words of each text."""
        reader, network = _model(*self._folders)
        read = [reader.read(text) for text in texts]
        places = [(at, *window) for at, pieces in enumerate(read) for window in pieces.windows() if pieces.offsets]
        best = [np.zeros((len(pieces.offsets), len(LABELS)), dtype=np.float32) for pieces in read]
        places.sort(key=lambda place: place[2] - place[1])
        for first in range(0, len(places), _BATCH):
            batch = places[first : first + _BATCH]
            scores = _run(network, [reader.window(read[at], start, end) for at, start, end in batch])
            for (at, start, end), row in zip(batch, scores, strict=True):
                kept = best[at][start:end]
                np.maximum(kept, row[1 : 1 + end - start], out=kept)
        return [
            [
                Tag(start, end, LABELS[int(chance[1:].argmax()) + 1], min(1.0, float(chance[1:].sum())))  # type: ignore[arg-type]
                for start, end, chance in _words(text, pieces.offsets, chances)
                if any(map(str.isalnum, text[start:end]))
            ]
            for text, pieces, chances in zip(texts, read, best, strict=True)
        ]

    def stretches(self, text: str, found: list[Tag]) -> Iterator[Tag]:
        """Runs of the words `found` with one label on one line, whatever marks stand between them."""
        run: list[Tag] = []
        for word in found:
            counts = word.label in self._bars and word.sure >= self._bars[word.label].soft
            if run and not (counts and word.label == run[0].label and "\n" not in text[run[-1].end : word.start]):
                yield from _joined(run)
                run = []
            if counts:
                run.append(word)
        yield from _joined(run)


def _words(
    text: str, offsets: list[tuple[int, int]], chances: NDArray[np.float32]
) -> Iterator[tuple[int, int, NDArray[np.float32]]]:
    """Words of one or more pieces, each with the mean of their probabilities, so that no word has two labels."""
    first = 0
    for at in range(1, len(offsets) + 1):
        end = offsets[at - 1][1]
        if at < len(offsets) and offsets[at][0] == end and text[end - 1].isalnum() and text[end].isalnum():
            continue
        yield offsets[first][0], end, chances[first:at].mean(axis=0)
        first = at


def _joined(run: list[Tag]) -> Iterator[Tag]:
    """One stretch of a run of words: one word that cannot be vetoed keeps its neighbours ("the STARS transport")."""
    if run:
        yield Tag(run[0].start, run[-1].end, run[0].label, max(tag.sure for tag in run))


def _run(network: Network, windows: list[NDArray[np.int64]]) -> NDArray[np.float32]:
    """Label probabilities, (windows, pieces, labels)."""
    with torch.inference_mode():
        return network(*padded(windows)).softmax(-1).numpy()  # type: ignore[no-any-return]


@lru_cache(maxsize=2)
def _model(encoder: Path, adapter: Path) -> tuple[Reader, Network]:
    return Reader(encoder), load(encoder, adapter)
