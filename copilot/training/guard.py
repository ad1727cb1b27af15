"""`python -m copilot.training.guard --requests MEDSAFETYBENCH --pubmedqa DEV`: fits the guard's classifier.

Reads evals/data/guard (questions of our own), evals/data/questions.jsonl, the harmful requests of MedSafetyBench
(Han et al., NeurIPS 2024, train split, MIT) and PubMedQA's development questions (Jin et al., EMNLP 2019, MIT).
Deterministic: the same files and encoder give the same weights, up to the encoder's rounding.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
import typer
from rich.console import Console
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from copilot.safety.classify import CLASSES, Probabilities, features
from copilot.settings import Settings
from retrieval.index import Encoder

PENALTY = 10.0
"""Inverse strength of the ridge penalty; 30 is no better, cross-validated."""
WEIGHTS = {"legitimate": 2.0, "harmful": 2.0}
"""Of our own questions: they are the fewer, and in more styles than MedSafetyBench's."""
FOLDS = 9
_LABELS = {"": "ok", "false_premise": "ok", "time_critical": "urgent", "action_request": "order"}
"""Of an expected reason; impossible values and instructions to the tool are left to rules."""
_PARTS = 4
_TARGET = Path("copilot/safety/guard.npz")


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


def fit(x: csr_array, rows: list[Example]) -> LogisticRegression:
    """Multinomial, each class of equal weight; columns in the order of CLASSES."""
    y = [CLASSES.index(row.label) for row in rows]
    weights = [WEIGHTS.get(row.theme.partition(":")[0], 1.0) for row in rows]
    return LogisticRegression(C=PENALTY, max_iter=500, class_weight="balanced").fit(x, y, sample_weight=weights)


def held_out(x: csr_array, rows: list[Example], *, by_theme: bool) -> Probabilities:
    """Probabilities of each row from a model that never saw its fold; folds are themes, or drawn by chance."""
    if by_theme:
        order = {theme: number % FOLDS for number, theme in enumerate(sorted({row.theme for row in rows}))}
        folds = np.array([order[row.theme] for row in rows])
    else:
        folds = np.random.default_rng(0).integers(0, FOLDS, len(rows))
    out = np.zeros((len(rows), len(CLASSES)))
    for fold in range(FOLDS):
        seen = folds != fold
        model = fit(x[seen], [row for row, kept in zip(rows, seen, strict=True) if kept])
        out[~seen] = model.predict_proba(x[~seen])
    return out


def main(
    requests: Annotated[Path, typer.Option(help="MedSafetyBench, train split, JSONL")],
    pubmedqa: Annotated[Path, typer.Option(help="PubMedQA development questions, JSONL, gzipped")],
    own: Annotated[Path, typer.Option(help="questions of our own")] = Path("evals/data"),
    out: Annotated[Path, typer.Option(help="weights to write")] = _TARGET,
) -> None:
    """Fits on everything and writes the weights. `python -m benchmarks.guard` says how good they are."""
    rows = list(examples(own, requests, pubmedqa))
    encoder = Encoder(Settings().encoder_dir)
    arrays: dict[str, npt.NDArray[np.generic]] = {"encoder": np.array(encoder.weights)}
    for kind, chosen in (("full", encoder), ("words", None)):
        model = fit(features([row.text for row in rows], chosen), rows)
        arrays[f"{kind}_coef"] = model.coef_.T.astype(np.float16)
        arrays[f"{kind}_intercept"] = model.intercept_.astype(np.float32)
    with out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    Console(stderr=True).print(f"{len(rows)} questions, {out.stat().st_size // 1024} KB")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode()
    return map(json.loads, text.strip().split("\n"))


if __name__ == "__main__":
    typer.run(main)
