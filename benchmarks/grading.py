"""How well designs and sample sizes are read: confusion matrix, accuracy, macro-F1, sizes, with 95% intervals.

    python -m benchmarks.grading dev --medline FOLDER [--errors]

Labels: evals/data/grading, by a reader who did not see the classifier's answer. FOLDER holds pubmed21n1298.xml.gz and
pubmed20n0014.xml.gz (`copilot setup --sample --historic`).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import numpy as np

from copilot.settings import settings
from evals.graded import Graded, labelled
from evals.stats import estimate
from retrieval.evidence import Design
from retrieval.literature.grading import LEVELS

DESIGNS = get_args(Design)
RESAMPLES = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", choices=("dev", "test"))
    parser.add_argument("--medline", type=Path, default=settings().home / "data" / "medline")
    parser.add_argument("--errors", action="store_true", help="also list what was read wrongly")
    args = parser.parse_args()
    rows = labelled(args.half, args.medline)
    print(matrix(rows))
    for name, chosen in (("all", rows), ("without doubtful labels", [row for row in rows if not row.doubtful])):
        print(f"\n{name}: {len(chosen)} records")
        print("design  ", share([row.got.design == row.design for row in chosen]))
        print("level   ", share([row.got.level == LEVELS[row.design] for row in chosen]))
        print("macro-F1", "{:.3f} ({:.3f} to {:.3f})".format(*interval(chosen)))
    sizes(rows)
    if args.errors:
        errors(rows)


def matrix(rows: Sequence[Graded]) -> str:
    """Rows are the reader's labels, columns the classifier's."""
    count = Counter((row.design, row.got.design) for row in rows)
    short = [design[:9] for design in DESIGNS]
    lines = [f"{'':<20}" + "".join(f"{name:>10}" for name in short)]
    lines += [f"{one:<20}" + "".join(f"{count[one, other] or '':>10}" for other in DESIGNS) for one in DESIGNS]
    return "\n".join(lines)


def macro_f1(truth: np.ndarray, got: np.ndarray) -> float:
    """Mean F1 of the designs that occur among the labels."""
    scores = []
    for design in np.unique(truth):
        both = np.sum((truth == design) & (got == design))
        scores.append(2 * both / (np.sum(truth == design) + np.sum(got == design)))
    return float(np.mean(scores))


def interval(rows: Sequence[Graded]) -> tuple[float, float, float]:
    """Macro-F1 with the percentile bootstrap over records."""
    truth, got = np.array([row.design for row in rows]), np.array([row.got.design for row in rows])
    rng = np.random.default_rng(0)
    drawn = [rng.integers(0, len(rows), len(rows)) for _ in range(RESAMPLES)]
    low, high = np.percentile([macro_f1(truth[one], got[one]) for one in drawn], [2.5, 97.5])
    return macro_f1(truth, got), float(low), float(high)


def sizes(rows: Sequence[Graded]) -> None:
    judged = [row for row in rows if row.judged]
    stated = [row for row in judged if row.n is not None and not row.summed]
    summed = [row for row in judged if row.n is not None and row.summed]
    given = [row for row in judged if row.got.n is not None]
    print("\nsample size")
    print("stated, read           ", share([row.got.n == row.n for row in stated]))
    print("groups only, summed    ", share([row.got.n == row.n for row in summed]))
    print("none stated, none given", share([row.got.n is None for row in judged if row.n is None]))
    print("given, right           ", share([row.got.n == row.n for row in given]))


def share(right: Sequence[bool]) -> str:
    got = estimate([(float(one), 1.0) for one in right])
    return (
        "none" if got is None else f"{got.value:.3f} ({got.low:.3f} to {got.high:.3f}), {sum(right)} of {len(right)}"
    )


def errors(rows: Sequence[Graded]) -> None:
    for row in rows:
        if row.got.design != row.design:
            mark = "?" if row.doubtful else " "
            print(f"{mark} {row.record.source.pmid} {row.design} -> {row.got.design}: {row.record.title[:110]}")
    for row in rows:
        if row.judged and row.got.n != row.n:
            print(f"n {row.record.source.pmid} {row.n}{' (sum)' if row.summed else ''} -> {row.got.n}")


if __name__ == "__main__":
    main()
