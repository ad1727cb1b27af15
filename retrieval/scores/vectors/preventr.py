"""preventr: PREVENT."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retrieval.scores.cardiovascular.prevent import OUTCOMES
from retrieval.scores.result import rounded
from retrieval.scores.vectors.rows import Row, flag, prevent

SDI_OF_ZIP = {"14738": 2.0}
"""The ZIP code of preventr's tests. It lies in deciles 1 to 3, which are one category of the model. No other ZIP code
is looked up: five digits of a ZIP code identify (45 CFR 164.514(b)(2)(i)(B)); give the decile."""


def answer(row: Row, given: Row) -> dict[str, float]:
    """Five risks, as fractions of three decimals."""
    horizon, unit = int(row.get("horizon_years", 10)), given.get("chol_unit") or "mg/dL"
    inputs = {
        "age": given["age"],
        "sex": given["sex"],
        "total_cholesterol": {"value": given["total_c"], "unit": unit},
        "hdl_cholesterol": {"value": given["hdl_c"], "unit": unit},
        "systolic_bp": given["sbp"],
        "bp_treated": flag(given["bp_tx"]),
        "statin": flag(given["statin"]),
        "diabetes": flag(given["dm"]),
        "smoker": flag(given["smoking"]),
        "egfr": given["egfr"],
        "bmi": given["bmi"],
    }
    added = {
        "hba1c": given.get("hba1c"),
        "urine_acr": given.get("uacr"),
        "sdi_decile": SDI_OF_ZIP[given["zip"]] if given.get("zip") is not None else None,
    }
    risks = prevent(_model(row, added), horizon, inputs | added)
    return {outcome: rounded(risks[outcome] / 100, 3) for outcome in OUTCOMES}


def _model(row: Row, added: Mapping[str, Any]) -> str:
    """The model that is named, or by preventr's rule: the one of a single added predictor, the full one for more."""
    if row.get("model") is not None:
        return str(row["model"])
    given = [name for name, value in added.items() if value is not None]
    short = {"hba1c": "hba1c", "urine_acr": "uacr", "sdi_decile": "sdi"}
    return "base" if not given else short[given[0]] if len(given) == 1 else "full"
