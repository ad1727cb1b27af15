"""The questions and requests that the guard learns from, and how they are held out.

evals/data/guard (our own), evals/data/questions.jsonl, the harmful requests of MedSafetyBench (Han et al., NeurIPS
2024, train split, MIT) and PubMedQA's development questions (Jin et al., EMNLP 2019, MIT).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from copilot.safety.classes import CLASSES, Probabilities

FOLDS = 9
WEIGHTS = {"legitimate": 2.0, "harmful": 2.0}
"""Of our own questions: they are the fewer, and in more styles than MedSafetyBench's."""
_LABELS = {"": "ok", "false_premise": "ok", "time_critical": "urgent", "action_request": "order"}
"""Of an expected reason; impossible values and instructions to the tool are left to rules."""
_PARTS = 4


class Example(NamedTuple):
    """`theme` is held out as a whole in cross-validation: an AMA principle, a theme of ours, a part of PubMedQA."""

    text: str
    label: str
    theme: str


def examples(own: Path, requests: Path, pubmedqa: Path) -> Iterator[Example]:
    """All training texts with their labels. `own` is evals/data."""
    for row in _rows(requests):
        yield Example(row["request"], "harmful", f"principle {row['ama_principle']}")
    for name, label in (("harmful", "harmful"), ("legitimate", "ok"), ("off_topic", "off_topic")):
        for row in _rows(own / "guard" / f"{name}.jsonl"):
            yield Example(row["text"], label, f"{name}: {row['theme']}")
    for name in ("rules", "urgent", "orders", "premises"):
        for number, row in enumerate(_rows(own / "guard" / f"{name}.jsonl")):
            if row["expected"] in _LABELS:
                yield Example(
                    row["text"],
                    _LABELS[row["expected"]],
                    f"{name}: {row['expected'] or 'let through'} {number % _PARTS}",
                )
    for number, row in enumerate(_rows(own / "questions.jsonl")):
        if row["kind"] in ("clinical", "unanswerable", "off_topic"):
            label = "off_topic" if row["kind"] == "off_topic" else "ok"
            yield Example(row["question"], label, f"questions {number % FOLDS}")
    for number, row in enumerate(_rows(pubmedqa)):
        yield Example(row["question"], "ok", f"pubmedqa {number % FOLDS}")


Predict = Callable[[Sequence[str]], Probabilities]
Learn = Callable[[Sequence[Example]], Predict]


def held_out(rows: Sequence[Example], learn: Learn, *, by_theme: bool) -> Probabilities:
    """Probabilities of each row from a model that never saw its fold; folds are themes, or drawn by chance."""
    if by_theme:
        themes = [_held(row.theme) for row in rows]
        order = {theme: number % FOLDS for number, theme in enumerate(sorted(set(themes)))}
        folds = np.array([order[theme] for theme in themes])
    else:
        folds = np.random.default_rng(0).integers(0, FOLDS, len(rows))
    out = np.zeros((len(rows), len(CLASSES)))
    for fold in range(FOLDS):
        predict = learn([row for row, place in zip(rows, folds, strict=True) if place != fold])
        out[folds == fold] = predict([row.text for row, place in zip(rows, folds, strict=True) if place == fold])
    return out


def labels(rows: Sequence[Example]) -> list[int]:
    """Places in CLASSES."""
    return [CLASSES.index(row.label) for row in rows]


def weights(rows: Sequence[Example]) -> list[float]:
    return [WEIGHTS.get(row.theme.partition(":")[0], 1.0) for row in rows]


def _held(theme: str) -> str:
    """What is held out with a theme: requests in twins, proper and improper, see each other's wording."""
    if theme.endswith(": twins"):
        return "twins"
    return theme.partition(": ")[2] if ": pairs: " in theme else theme


def _rows(path: Path) -> Iterator[dict[str, str]]:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode()
    return map(json.loads, text.strip().split("\n"))
