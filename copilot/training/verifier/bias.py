"""`python -m copilot.training.verifier.bias`: how much of its verdict a claim gives away by its own words.

Whoever writes claims leaves traces: "always" and "never" where they are wrong, "may" where they hold. A model that
learns these reads the claim and not the text (Gururangan et al., Annotation artifacts, NAACL 2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from random import Random

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from copilot.training.verifier import written

_FOLDS = 5
_KEPT = 1.6
"""Chance of a claim to be kept, for each share of doubt that its words leave."""
_console = Console()


def claim_only(claims: Sequence[str], holds: Sequence[bool], groups: Sequence[str]) -> NDArray[np.float64]:
    """Log odds that each claim holds, (claims,), by the words and pairs of words of claims of other groups."""
    rows = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True).fit_transform(claims)
    truth, out = np.array(holds), np.zeros(len(claims))
    for train, test in GroupKFold(_FOLDS).split(rows, truth, list(groups)):
        model = LogisticRegression(C=2, max_iter=500).fit(rows[train], truth[train])
        out[test] = model.decision_function(rows[test])
    return out


def level(odds: Sequence[float], holds: Sequence[bool], seed: int) -> list[bool]:
    """Which claims to keep so that, among these, the words of a claim say little of its verdict.

    Each by chance, the likelier the less its own words (`claim_only`) say what it is: of those whose words give 0.75
    to "holds", two in five of the ones that hold, and all that do not.
    """
    random = Random(seed)  # noqa: S311 a sample, no secret
    doubt = [1 / (1 + exp(odd if held else -odd)) for odd, held in zip(odds, holds, strict=True)]
    return [random.random() < min(1.0, _KEPT * one) for one in doubt]


def levelled(lines: Sequence[dict[str, str]], seed: int) -> list[dict[str, str]]:
    """The claims written by hand (`written.load`) that `level` keeps."""
    holds, odds = _read(lines)
    return [line for line, kept in zip(lines, level([*odds], [*holds], seed), strict=True) if kept]


def _read(lines: Sequence[dict[str, str]]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which of the claims hold, and the log odds that their words give it."""
    holds = np.array([line["verdict"] == "support" for line in lines])
    return holds, claim_only([line["claim"] for line in lines], [*holds], [line["pmid"] for line in lines])


def main() -> None:
    """Print the area under the curve of the claims written by hand; 0.5 is nothing given away."""
    lines = written.load()
    verdict = np.array([line["verdict"] for line in lines])
    holds, odds = _read(lines)
    for other in ("contradict", "unknown"):
        chosen = holds | (verdict == other)
        _console.print(f"supported against {other}: {roc_auc_score(holds[chosen], odds[chosen]):.3f}")
    _console.print(f"all {len(lines)} claims: {roc_auc_score(holds, odds):.3f}")


if __name__ == "__main__":
    main()
