"""Published test vectors of five R packages: their argument names, and how each maps to a score here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from retrieval.errors import BadInput
from retrieval.scores.vectors import cvrisk, pooled_cohort, preventr, qrisk3, risk_scores_cvd
from retrieval.scores.vectors.rows import Row

__all__ = ["answer"]

_CALCULATORS: Mapping[str, Callable[[Row, Row], dict[str, Any]]] = {
    "PREVENT": preventr.answer,
    "predict_": pooled_cohort.answer,
    "ascvd_10y_": cvrisk.answer,
    "chd_10y_": cvrisk.answer,
    "QRISK3-2017": qrisk3.answer,
    "SCORE2": risk_scores_cvd.answer,
}


def answer(row: Row) -> dict[str, Any]:
    """What the row's `calculator` gives for its `inputs`, in the shape of its `expected`.

    Raises BadInput for a calculator that is not known here or a row that does not fit it, ScoreInput for its inputs.
    """
    calculator = str(row.get("calculator"))
    of = next((of for prefix, of in _CALCULATORS.items() if calculator.startswith(prefix)), None)
    if of is None:
        known = ", ".join(_CALCULATORS)
        raise BadInput("A row names a calculator that is not known here.", next_step=f"Known: {known}.")
    try:
        got = of(row, row["inputs"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(
            "A row lacks an input of its calculator, or has a value that is not one of its codes."
        ) from error
    wanted = row.get("expected") or got
    return {name: result for name, result in got.items() if name in wanted}
