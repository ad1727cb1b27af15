"""RiskScorescvd: SCORE2, SCORE2-OP and SCORE2-Diabetes, with the package's own class names."""

from __future__ import annotations

from typing import Any

from retrieval.scores.result import rounded
from retrieval.scores.vectors.rows import Row, flag, value


def answer(row: Row, given: Row) -> dict[str, Any]:
    """Percent, one decimal, and the class."""
    smoker = given["is_cuurent_smoker"] if "is_cuurent_smoker" in given else given["is_current_smoker"]
    inputs = {
        "age": given["age"],
        "sex": given["gender"],
        "risk_region": given["risk_region"],
        "smoker": flag(smoker),
        "systolic_bp": given["systolic_bp"],
        "total_cholesterol": given["total_chol_mmol_L"],
        "hdl_cholesterol": given["total_hdl_mmol_L"],
    }
    if row["calculator"] == "SCORE2-Diabetes":
        added = {
            "diabetes_age": given["diabetes_age"],
            "hba1c": given["hba1c_mmol_mol"],
            "egfr": given["eGFR_mL_min_1_73_m2"],
        }
        percent = rounded(value("score2-diabetes", inputs | added)["cvd"], 1)
        group = "Low" if percent < 5 else "Moderate" if percent < 10 else "High" if percent < 20 else "Very high"
        return {"score2_diabetes_percentage": percent, "score2_diabetes_classification": f"{group} risk"}
    older = given["age"] >= 70
    name, key = ("score2-op", "score2_op") if older else ("score2", "score2")
    percent = rounded(value(name, inputs | {"diabetes": flag(given["have_diabetes"])})["cvd"], 1)
    moderate, high = (2.5, 7.5) if given["age"] < 50 else (7.5, 15) if older else (5, 10)
    group = "Low" if percent < moderate else "Moderate" if percent < high else "High"
    return {f"{key}_percentage": percent, f"{key}_classification": f"{group} risk"}
