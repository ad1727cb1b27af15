"""Risk against coverage of the gate's score: how much is shown at each threshold, and how much of that does not hold.

El-Yaniv and Wiener, On the foundations of noise-free selective classification, JMLR 2010.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.gate_claims import Claim

STEPS = [round(0.02 * i, 2) for i in range(51)]


def draw(
    folder: Path,
    rows: Sequence[Claim],
    scores: NDArray[np.float64],
    holds: NDArray[np.bool_],
    free: NDArray[np.bool_],
    threshold: float,
) -> None:
    """Writes gate-curve.json and gate-curve.svg.

    `free` marks claims that are no copy of a sentence; sets in which none of these holds have no curve.
    """
    sets = {
        name: free & np.array([row.set == name for row in rows]) for name in dict.fromkeys(row.set for row in rows)
    }
    sets = {name: of for name, of in sets.items() if holds[of].any()}
    data = {
        "threshold": threshold,
        "shipped": {n: _point(scores[of], holds[of], threshold) for n, of in sets.items()},
        "curves": {n: [_point(scores[of], holds[of], step) for step in STEPS] for n, of in sets.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gate-curve.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    _plot(data, folder / "gate-curve.svg")


def _plot(data: dict[str, Any], file: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    mpl.rcParams["svg.hashsalt"] = "gate"
    figure, axes = pyplot.subplots(figsize=(6.4, 4))
    for name, points in data["curves"].items():
        shown = [point for point in points if point["coverage"] > 0]
        line = axes.plot([p["coverage"] for p in shown], [p["risk"] for p in shown], label=name)
        at = data["shipped"][name]
        axes.plot(at["coverage"], at["risk"], "o", color=line[0].get_color())
    axes.set_xlabel("coverage: share of claims called supported")
    axes.set_ylabel("risk: share of these that do not hold")
    axes.set_title(f"Claims that are no copy; dots: the shipped threshold, {data['threshold']}")
    axes.legend()
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})


def _point(scores: NDArray[np.float64], holds: NDArray[np.bool_], threshold: float) -> dict[str, float]:
    shown = scores >= threshold if threshold > 0 else scores > 0
    kept = float(shown[holds].mean()) if holds.any() else 0.0
    caught = float((~shown[~holds]).mean()) if (~holds).any() else 0.0
    risk = float((~holds[shown]).mean()) if shown.any() else 0.0
    values = {"threshold": threshold, "coverage": float(shown.mean()), "risk": risk, "kept": kept, "caught": caught}
    return {name: round(value, 4) for name, value in values.items()}
