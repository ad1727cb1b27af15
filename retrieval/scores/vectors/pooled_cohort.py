"""PooledCohort: the Pooled Cohort Equations, their revision, PREVENT."""

from __future__ import annotations

from retrieval.scores.vectors.rows import Row, flag, prevent, value

_POOLED_COHORT = {"ascvd": "ascvd", "cvd": "total_cvd", "chd": "chd", "stroke": "stroke", "hf": "heart_failure"}


def answer(row: Row, given: Row) -> dict[str, float]:
    """One risk, as a fraction."""
    _, horizon, outcome, _ = str(row["calculator"]).split("_")
    inputs = {
        "age": given["age_years"],
        "sex": given["sex"],
        "total_cholesterol": given["chol_total_mgdl"],
        "hdl_cholesterol": given["chol_hdl_mgdl"],
        "systolic_bp": given["bp_sys_mmhg"],
        "bp_treated": flag(given["bp_meds"]),
        "diabetes": flag(given["diabetes"]),
        "smoker": flag(given["smoke_current"]),
    }
    version = given.get("equation_version", "Goff_2013")
    if version != "Khan_2023":
        name = "pce-revised" if version == "Yadlowsky_2018" else "pce"
        return {"risk": value(name, inputs | {"race": given["race"]})["ascvd"] / 100}
    kind = str(given.get("prevent_type", "base"))
    model = "uacr" if kind == "acr" else kind
    inputs |= {"statin": flag(given["statin_meds"]), "egfr": given["egfr_mlminm2"], "bmi": given["bmi"]}
    added = {"hba1c": given.get("hba1c"), "urine_acr": given.get("acr"), "sdi_decile": given.get("sdi")}
    # PooledCohort follows a quirk of the first online calculator: for a woman's ASCVD, an unknown SDI counts as
    # decile 1. The publication has a term for it; `prevent-full-10y` uses that one.
    if outcome == "ascvd" and given["sex"] == "female" and added["sdi_decile"] is None:
        added["sdi_decile"] = 1
    risks = prevent(model, int(horizon.removesuffix("yr")), inputs | added)
    return {"risk": risks[_POOLED_COHORT[outcome]] / 100}
