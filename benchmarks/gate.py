"""The gate on claims with a known verdict: rules alone, model alone, both; and the curve behind its threshold.

    python -m benchmarks.gate [--sentences N] [--pairs N] [--curve FOLDER] [--export FILE] [--cache FILE]

Sets: sentences of the sample literature, as they stand and with one thing changed (`evals.perturb`); sentences
put in other words by hand, fairly and with one thing changed (evals/data/gate/dev.jsonl, and exam.jsonl and
exam-2.jsonl by other writers, to which no score was fitted); half sentences spliced; and the SciFact training pairs
with whole abstracts, where the development data lies beside the checkout. On the paraphrases and SciFact, to which
the score was fitted, it is cross-validated by claim and document. `--export` writes them for
`copilot.training.verifier.calibrate`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.gate_claims import FITTED, Claim, claims
from copilot.settings import settings
from copilot.training.verifier import calibrate
from copilot.training.verifier.cached import Cached
from copilot.verify.entailment import entailment
from copilot.verify.gate import VERBATIM, Gate, Thresholds
from evals.stats import estimate

Flags = NDArray[np.bool_]
Values = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--curve", type=Path)
    parser.add_argument("--export", type=Path)
    parser.add_argument("--cache", type=Path)
    args = parser.parse_args()
    rows = claims(args.sentences, args.pairs)
    if args.export:
        chosen = [row for row in rows if row.set in FITTED]
        args.export.write_text("".join(json.dumps(row._asdict()) + "\n" for row in chosen), encoding="utf-8")
        return
    model = entailment(settings())
    if model is None:
        raise SystemExit("No verifier model: run `copilot setup --models`.")
    gate = Gate(Cached(model, args.cache))
    holds = np.array([row.holds for row in rows])
    items = [(row.claim, row.evidence, row.title) for row in rows]
    checks = [check for start in range(0, len(items), 64) for check in gate.check_many(items[start : start + 64])]
    scores = np.array([check.score for check in checks])
    features = np.array([[one[name] for name in calibrate.NAMES] for one in gate.features(items)])
    fitted = np.array([row.set in FITTED for row in rows])
    decided = np.array(["entailment" not in check.checks for check in checks])
    crossed = calibrate.crossed(
        features[fitted],
        holds[fitted],
        [r.set for r in rows if r.set in FITTED],
        [r.group for r in rows if r.set in FITTED],
    )
    scores[fitted] = np.where(decided[fitted], scores[fitted], crossed)
    ruled = Gate(None, thresholds=Thresholds(coverage_alone=Thresholds().coverage))
    systems = {
        "rules": np.array([ruled.check(*item).supported for item in items]),
        "model": features[:, 0] >= 0,
        "both": scores >= gate.calibration.threshold,
    }
    for name in dict.fromkeys(row.set for row in rows):
        report(name, rows, np.array([row.set == name for row in rows]), holds, systems)
    if args.curve:
        from benchmarks.gate_curve import draw

        verbatim = np.array([bool(check.checks.get(VERBATIM)) for check in checks])
        draw(args.curve, rows, scores, holds, ~verbatim, gate.calibration.threshold)


def report(name: str, rows: Sequence[Claim], chosen: Flags, holds: Flags, systems: dict[str, Flags]) -> None:
    """Tables of one set: share called supported by kind, and measures with 95% intervals."""
    print(f"\n{name}: share called supported\n{'kind':<22}{'n':>5}" + "".join(f"{s:>8}" for s in systems))
    for kind in dict.fromkeys(row.kind for row, mine in zip(rows, chosen, strict=True) if mine):
        of = chosen & np.array([row.kind == kind for row in rows])
        print(f"{kind:<22}{of.sum():>5}" + "".join(f"{called[of].mean():>8.3f}" for called in systems.values()))
    print(f"{'':<8}{'balanced accuracy':>26}{'precision':>26}{'recall':>26}{'specificity':>26}")
    for system, called in systems.items():
        got, true = called[chosen], holds[chosen]
        cells = [_interval(_balanced(got, true), _resampled(got, true))]
        cells += [_wilson(true[got]), _wilson(got[true]), _wilson(~got[~true])]
        print(f"{system:<8}" + "".join(f"{cell:>26}" for cell in cells))


def _balanced(called: Flags, holds: Flags) -> float:
    return float((called[holds].mean() + (~called[~holds]).mean()) / 2)


def _resampled(called: Flags, holds: Flags) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    drawn = [rng.integers(0, len(holds), len(holds)) for _ in range(1000)]
    values = [_balanced(called[d], holds[d]) for d in drawn]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _wilson(hits: Flags) -> str:
    found = estimate([(float(hit), 1.0) for hit in hits])
    return "-" if found is None else _interval(found.value, (found.low, found.high))


def _interval(value: float, ends: tuple[float, float]) -> str:
    return f"{value:.3f} ({ends[0]:.3f}-{ends[1]:.3f})"


if __name__ == "__main__":
    main()
