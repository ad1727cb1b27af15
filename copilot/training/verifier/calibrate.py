"""`python -m copilot.training.verifier.calibrate --data FILE… --out FILE`: the weights of the combined score.

The data are claims with a known verdict, lines of {"claim", "evidence", "title"?, "holds", "group", "set"}; claims of
one group never stand on both sides of a fold. `benchmarks.gate --export` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from copilot.settings import settings
from copilot.training.verifier.cached import Cached
from copilot.verify.calibration import Calibration
from copilot.verify.entailment import entailment
from copilot.verify.features import NAMES
from copilot.verify.gate import Gate

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]
_console = Console(stderr=True)

FOLDS = 5
_STRENGTH = 0.3
"""Inverse of the ridge penalty on standardised features."""


def fit(rows: Matrix, holds: Flags, sets: Sequence[str], names: Sequence[str] = NAMES) -> Calibration:
    """Weights on `rows` (claims, features). Each set, and each verdict in it, counts the same in total."""
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=_STRENGTH, max_iter=2000)
    model.fit(scaler.transform(rows), holds, sample_weight=_weights(holds, sets))
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    return Calibration(dict(zip(names, map(float, weights), strict=True)), bias, 0.5)


def crossed(rows: Matrix, holds: Flags, sets: Sequence[str], groups: Sequence[str], seed: int = 0) -> Matrix:
    """The score of each claim from weights that saw no claim of its group."""
    out = np.zeros(len(rows))
    places = np.array(sets)
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=seed).split(rows, holds, list(groups)):
        made = fit(rows[train], holds[train], list(places[train]))
        out[test] = scores(made, rows[test])
    return out


def scores(calibration: Calibration, rows: Matrix) -> Matrix:
    return np.array([calibration.score(dict(zip(NAMES, row, strict=True))) for row in rows])


def _weights(holds: Flags, sets: Sequence[str]) -> Matrix:
    keys = [f"{name} {held}" for name, held in zip(sets, holds, strict=True)]
    return np.array([len(keys) / keys.count(key) for key in keys])


def read(files: Sequence[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]


def measured(claims: Sequence[dict[str, Any]], gate: Gate) -> Matrix:
    """Features (claims, features) as the gate reads them."""
    items = [(row["claim"], row["evidence"], row.get("title", "")) for row in claims]
    return np.array([[values[name] for name in NAMES] for values in gate.features(items)])


def main(
    data: Annotated[list[Path], typer.Option(help="claims with a known verdict")],
    out: Annotated[Path, typer.Option(help="calibration to write")],
    cache: Annotated[Path | None, typer.Option(help="known answers, see `Cached`")] = None,
    threshold: Annotated[float, typer.Option(help="score from which a claim is supported")] = 0.5,
) -> None:
    """Fit the weights to all claims; the cross-validated scores decide about the threshold (`benchmarks.gate`)."""
    claims = read(data)
    model = entailment(settings())
    gate = Gate(Cached(model, cache) if model else None)
    rows = measured(claims, gate)
    holds = np.array([bool(row["holds"]) for row in claims])
    made = fit(rows, holds, [row["set"] for row in claims])
    body = {"weights": {k: round(v, 5) for k, v in made.weights.items()}, "bias": round(made.bias, 5)}
    out.write_text(json.dumps(body | {"threshold": threshold}, indent=1) + "\n", encoding="utf-8")
    _console.print(f"{len(claims)} claims; wrote {out}")


if __name__ == "__main__":
    typer.run(main)
