"""One calibrated score from the verifier's features: a logistic regression whose weights are a small data file."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

FILE = "calibration.json"


@dataclass(frozen=True)
class Calibration:
    """`weights` by feature, a `bias`, and the `threshold` of the score from which a claim is supported.

    Made by `copilot.training.verifier.calibrate`; the curve it was chosen from is in docs/evals/gate.md.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float

    def score(self, features: Mapping[str, float]) -> float:
        """The probability in (0, 1) that the claim is supported."""
        odds = self.bias + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-odds))


@cache
def shipped() -> Calibration:
    """The calibration of the shipped verifier."""
    text = resources.files("copilot.verify").joinpath("data", FILE).read_text(encoding="utf-8")
    return Calibration(**json.loads(text))
