"""Small texts, hostile strings and an encoder without a model, for tests of every room."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> **bold** [x](javascript:alert(3)) ![y](http://x.test/y)"
)

MARKUP = "<b onmouseover=alert(2)>bold</b><svg/onload=alert(1)> [x](http://x.test/y)"
"""Hostile, but nothing that the filter for instructions sets aside."""

DOCUMENTS = [
    {
        "id": "pmid:1",
        "title": "Obesity and mortality in COVID-19: a cohort study",
        "text": "We followed 1,204 adults with COVID-19 in hospital. Obesity was associated with a higher risk of "
        "death in COVID-19 (hazard ratio 1.42, 95% CI 1.10-1.83). Diabetes was present in 31% of the adults.",
        "year": 2021,
        "pmid": "1",
    },
    {
        "id": "doc:a b/c#2",
        "title": "Heart failure readmission",
        "text": "Renal impairment predicted readmission of patients with heart failure within 30 days.",
        "year": 2019,
    },
    {
        "id": "pmid:3",
        "title": "Statins after stroke",
        "text": "Statins reduced recurrent stroke by 16% in adults with a recent ischaemic stroke.",
        "year": 2018,
    },
]


class LetterEncoder:
    """Counts letter pairs: an encoder without a model, enough to build an index with."""

    name, weights, fingerprint, dimension, max_pieces = "letters", "letters", "letters", 64, 256

    def pieces(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        return [[(at, min(at + 4, len(text))) for at in range(0, len(text), 4)] for text in texts]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for pair in zip(text.lower(), text.lower()[1:], strict=False):
                vectors[row, (ord(pair[0]) * 31 + ord(pair[1])) % self.dimension] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
