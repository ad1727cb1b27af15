"""The guard's classifier: is a question misuse, off topic, an emergency, an order, or none of them?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, hstack

from copilot.safety.features import lexical
from retrieval.index.embed import TextEncoder

CLASSES = ("ok", "harmful", "off_topic", "urgent", "order")
SCALE = 3.0
"""Weight of the embedding beside the words (`features`), against the penalty of the regression."""

Probabilities = npt.NDArray[np.float64]


class Weights(NamedTuple):
    """Of one multinomial logistic regression: shape (features, classes), and (classes,)."""

    coef: npt.NDArray[np.float32]
    intercept: npt.NDArray[np.float32]


class Classifier:
    """Logistic regression over the sentence embedding and hashed words; over the words alone without an encoder.

    The weights belong to one encoder's vector space; with another encoder the words decide alone.
    """

    def __init__(self, encoder: TextEncoder | None) -> None:
        fitted = _file()
        same = encoder is not None and encoder.weights == str(fitted["encoder"])
        self._encoder = encoder if same else None
        kind = "full" if same else "words"
        self._weights = Weights(fitted[f"{kind}_coef"].astype(np.float32), fitted[f"{kind}_intercept"])

    @property
    def words_alone(self) -> bool:
        return self._encoder is None

    def probabilities(self, texts: Sequence[str]) -> Probabilities:
        """Of each of `CLASSES`; shape (len(texts), len(CLASSES)), rows sum to 1."""
        return softmax(features(texts, self._encoder) @ self._weights.coef + self._weights.intercept)


def features(texts: Sequence[str], encoder: TextEncoder | None) -> csr_array:
    """What the regression reads; shape (len(texts), features)."""
    words = lexical(texts)
    return words if encoder is None else csr_array(hstack([csr_array(SCALE * encoder.encode(texts)), words]))


def softmax(logits: npt.NDArray[np.float32]) -> Probabilities:
    raised = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    out: Probabilities = raised / raised.sum(axis=1, keepdims=True)
    return out


@lru_cache
def _file() -> dict[str, npt.NDArray[np.float32]]:
    packed = files("copilot.safety").joinpath("guard.npz").read_bytes()
    with np.load(BytesIO(packed), allow_pickle=False) as arrays:
        return dict(arrays)
