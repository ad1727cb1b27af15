"""The guard's classifier: is a question misuse, off topic, an emergency, an order, or none of them?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from copilot.safety import reader
from copilot.safety.classes import CLASSES, Probabilities
from copilot.safety.features import lexical
from retrieval.index.embed import Encoder, TextEncoder

_EITHER = [CLASSES.index("urgent"), CLASSES.index("order")]


class Classifier:
    """The reader over the encoder it was trained on; without that encoder a regression over words alone."""

    def __init__(self, encoder: TextEncoder | None) -> None:
        fits = isinstance(encoder, Encoder) and encoder.weights == reader.belongs_to()
        self._reader = reader.shipped(encoder.folder) if fits and isinstance(encoder, Encoder) else None

    @property
    def words_alone(self) -> bool:
        return self._reader is None

    def probabilities(self, texts: Sequence[str]) -> Probabilities:
        """Of each of `CLASSES`; shape (len(texts), len(CLASSES)).

        Emergencies and orders are told by the reader or by the words, whichever is surer: one that is missed harms.
        """
        worded = by_words(texts)
        if self._reader is None:
            return worded
        read = self._reader.probabilities(texts)
        read[:, _EITHER] = np.maximum(read, worded)[:, _EITHER]
        return read


def by_words(texts: Sequence[str]) -> Probabilities:
    """Multinomial logistic regression over hashed words."""
    fitted = _file()
    return softmax(lexical(texts) @ fitted["coef"].astype(np.float32) + fitted["intercept"])


def softmax(logits: npt.NDArray[np.float32]) -> Probabilities:
    raised = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    out: Probabilities = raised / raised.sum(axis=1, keepdims=True)
    return out


@lru_cache
def _file() -> dict[str, npt.NDArray[np.float32]]:
    packed = files("copilot.safety").joinpath("guard.npz").read_bytes()
    with np.load(BytesIO(packed), allow_pickle=False) as arrays:
        return dict(arrays)
