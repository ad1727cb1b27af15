"""CVrisk: the Pooled Cohort Equations as printed, MESA, Framingham."""

from __future__ import annotations

from retrieval.scores.result import rounded
from retrieval.scores.vectors.rows import Row, flag, value

_RACES = {"aa": "black", "chinese": "chinese", "hispanic": "hispanic", "white": "white", "other": "other"}


def answer(row: Row, given: Row) -> dict[str, float]:
    """The package shows no risk below 1% and none above 30%."""
    return {"risk_percent": min(max(rounded(_percent(row["calculator"], given), 2), 1.0), 30.0)}


def _percent(calculator: str, given: Row) -> float:
    inputs = {
        "age": given["age"],
        "sex": given["gender"],
        "systolic_bp": given["sbp"],
        "bp_treated": flag(given["bp_med"]),
        "diabetes": flag(given["diabetes"]),
        "smoker": flag(given["smoker"]),
    }
    if calculator == "ascvd_10y_frs_simple":
        return value("framingham-bmi", inputs | {"bmi": given["bmi"]})["cvd"]
    inputs |= {"total_cholesterol": given["totchol"], "hdl_cholesterol": given["hdl"]}
    if calculator == "ascvd_10y_frs":
        return value("framingham", inputs)["cvd"]
    inputs["race"] = _RACES[given["race"]]
    if calculator == "ascvd_10y_accaha":
        return value("pce-printed", inputs)["ascvd"]
    inputs |= {
        "lipid_treated": flag(given["lipid_med"]),
        "family_heart_attack": flag(given["fh_heartattack"]),
    }
    if calculator == "chd_10y_mesa_cac":
        return value("mesa-cac", inputs | {"coronary_calcium": given["cac"]})["chd"]
    return value("mesa", inputs)["chd"]
