"""A verifier that remembers its answers in a file.

A second run asks only what is new; and claims that the model was trained on can be given the answers of models that
never saw them (`copilot.training.verifier.crossed`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from copilot.verify.entailment import Entailment, Pair


class Cached:
    """`model` behind the answers in `file`, {passage TAB claim: probability}; without one they stay in memory."""

    def __init__(self, model: Entailment, file: Path | None) -> None:
        self.name, self._model, self._file = model.name, model, file
        self._known: dict[str, float] = json.loads(file.read_text()) if file and file.exists() else {}

    def score(self, pairs: Sequence[Pair]) -> list[float]:
        keys = ["\t".join(pair) for pair in pairs]
        new = [i for i, key in enumerate(keys) if key not in self._known]
        for start in range(0, len(new), 8):
            chunk = new[start : start + 8]
            self._known |= zip([keys[i] for i in chunk], self._model.score([pairs[i] for i in chunk]), strict=True)
        if self._file and new:
            self._file.write_text(json.dumps(self._known))
        return [self._known[key] for key in keys]
