"""`python -m copilot.training.verifier.bias`: how much of its verdict a claim gives away by its own words.

Whoever writes claims leaves traces: "always" and "never" where they are wrong, "may" where they hold. A model that
learns these reads the claim and not the text (Gururangan et al., Annotation artifacts, NAACL 2018).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from copilot.training.verifier import written

_FOLDS = 5
_console = Console()


def claim_only(claims: Sequence[str], holds: Sequence[bool], groups: Sequence[str]) -> NDArray[np.float64]:
    """Log odds that each claim holds, (claims,), by the words and pairs of words of claims of other groups."""
    rows = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True).fit_transform(claims)
    truth, out = np.array(holds), np.zeros(len(claims))
    for train, test in GroupKFold(_FOLDS).split(rows, truth, list(groups)):
        model = LogisticRegression(C=2, max_iter=500).fit(rows[train], truth[train])
        out[test] = model.decision_function(rows[test])
    return out


def main() -> None:
    """Print the area under the curve of the claims written by hand; 0.5 is nothing given away."""
    lines = written.load()
    verdict = np.array([line["verdict"] for line in lines])
    holds = verdict == "support"
    odds = claim_only([line["claim"] for line in lines], list(holds), [line["pmid"] for line in lines])
    for other in ("contradict", "unknown"):
        chosen = holds | (verdict == other)
        _console.print(f"supported against {other}: {roc_auc_score(holds[chosen], odds[chosen]):.3f}")
    _console.print(f"all {len(lines)} claims: {roc_auc_score(holds, odds):.3f}")


if __name__ == "__main__":
    main()
