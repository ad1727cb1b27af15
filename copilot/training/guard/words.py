"""The fallback of the guard, for installations without the sentence encoder: a regression over hashed words."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.linear_model import LogisticRegression

from copilot.safety.classes import Probabilities
from copilot.safety.features import lexical
from copilot.training.guard.questions import Example, Predict, labels, weights

PENALTY = 10.0
"""Inverse strength of the ridge penalty; 30 is no better, cross-validated."""


def fit(rows: Sequence[Example]) -> LogisticRegression:
    """Multinomial, each class of equal weight; columns in the order of CLASSES."""
    model = LogisticRegression(C=PENALTY, max_iter=500, class_weight="balanced")
    return model.fit(lexical([row.text for row in rows]), labels(rows), sample_weight=weights(rows))


def learn(rows: Sequence[Example]) -> Predict:
    model = fit(rows)

    def predict(texts: Sequence[str]) -> Probabilities:
        found: Probabilities = model.predict_proba(lexical(texts))
        return found

    return predict
