"""Published test vectors: the argument names of four R packages, and how each maps to a score here.

preventr (PREVENT), PooledCohort and CVrisk (PCE, revised PCE, PREVENT, MESA, Framingham), QRISK3, RiskScorescvd
(SCORE2, SCORE2-OP, SCORE2-Diabetes). Each answer has the shape of the row's `expected`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from retrieval.errors import BadInput
from retrieval.scores.cardiovascular.prevent import OUTCOMES
from retrieval.scores.cardiovascular.qrisk3 import ETHNICITY, SMOKING
from retrieval.scores.evaluate import read
from retrieval.scores.registry import get
from retrieval.scores.result import rounded

Row = Mapping[str, Any]

SDI_OF_ZIP = {"14738": 2.0}
"""The ZIP code of preventr's tests. It lies in deciles 1 to 3, which are one category of the model. No other ZIP code
is looked up: five digits of a ZIP code identify (45 CFR 164.514(b)(2)(i)(B)); give the decile."""


def answer(row: Row) -> dict[str, Any]:
    """The `got` of one row. Raises BadInput for a calculator that is not known here, ScoreInput for its inputs."""
    calculator = str(row.get("calculator"))
    for prefix, of in _CALCULATORS.items():
        if calculator.startswith(prefix):
            try:
                return of(row, row["inputs"])
            except (KeyError, IndexError) as error:
                raise BadInput(
                    "A row lacks an input of its calculator, or has a value that is not one of its codes."
                ) from error
    raise BadInput("A row names a calculator that is not known here.", next_step=f"Known: {', '.join(_CALCULATORS)}.")


def _value(name: str, inputs: Mapping[str, Any]) -> dict[str, float]:
    """Every output, unrounded. Raises ScoreInput."""
    score = get(name)
    return score.compute(read(score, inputs))


def _flag(value: Any) -> bool:
    return value in (1, True, "yes")


def _preventr(row: Row, given: Row) -> dict[str, float]:
    horizon = int(row.get("horizon_years", 10))
    inputs = {
        "age": given["age"],
        "sex": given["sex"],
        "total_cholesterol": given["total_c"],
        "hdl_cholesterol": given["hdl_c"],
        "systolic_bp": given["sbp"],
        "bp_treated": _flag(given["bp_tx"]),
        "statin": _flag(given["statin"]),
        "diabetes": _flag(given["dm"]),
        "smoker": _flag(given["smoking"]),
        "egfr": given["egfr"],
        "bmi": given["bmi"],
    }
    added = {
        "hba1c": given.get("hba1c"),
        "urine_acr": given.get("uacr"),
        "sdi_decile": SDI_OF_ZIP[given["zip"]] if given.get("zip") is not None else None,
    }
    risks = _prevent(row["model"], horizon, inputs | added)
    return {outcome: rounded(risks[outcome] / 100, 3) for outcome in OUTCOMES}


def _prevent(model: str, horizon: int, inputs: Mapping[str, Any]) -> dict[str, float]:
    """Read as for the full model: the packages allow its "not measured" terms in the smaller models too."""
    return get(f"prevent-{model}-{horizon}y").compute(read(get(f"prevent-full-{horizon}y"), inputs))


_POOLED_COHORT = {"ascvd": "ascvd", "cvd": "total_cvd", "chd": "chd", "stroke": "stroke", "hf": "heart_failure"}


def _pooled_cohort(row: Row, given: Row) -> dict[str, float]:
    _, horizon, outcome, _ = str(row["calculator"]).split("_")
    inputs = {
        "age": given["age_years"],
        "sex": given["sex"],
        "total_cholesterol": given["chol_total_mgdl"],
        "hdl_cholesterol": given["chol_hdl_mgdl"],
        "systolic_bp": given["bp_sys_mmhg"],
        "bp_treated": _flag(given["bp_meds"]),
        "diabetes": _flag(given["diabetes"]),
        "smoker": _flag(given["smoke_current"]),
    }
    version = given.get("equation_version", "Goff_2013")
    if version != "Khan_2023":
        name = "pce-revised" if version == "Yadlowsky_2018" else "pce"
        return {"risk": _value(name, inputs | {"race": given["race"]})["ascvd"] / 100}
    kind = str(given.get("prevent_type", "base"))
    model = "uacr" if kind == "acr" else kind
    inputs |= {"statin": _flag(given["statin_meds"]), "egfr": given["egfr_mlminm2"], "bmi": given["bmi"]}
    added = {"hba1c": given.get("hba1c"), "urine_acr": given.get("acr"), "sdi_decile": given.get("sdi")}
    # PooledCohort follows a quirk of the first online calculator: for a woman's ASCVD, an unknown SDI counts as
    # decile 1. The publication has a term for it; `prevent-full-10y` uses that one.
    if outcome == "ascvd" and given["sex"] == "female" and added["sdi_decile"] is None:
        added["sdi_decile"] = 1
    risks = _prevent(model, int(horizon.removesuffix("yr")), inputs | added)
    return {"risk": risks[_POOLED_COHORT[outcome]] / 100}


_RACES = {"aa": "black", "chinese": "chinese", "hispanic": "hispanic", "white": "white", "other": "other"}


def _cvrisk(row: Row, given: Row) -> dict[str, float]:
    """The package shows no risk below 1% and none above 30%."""
    return {"risk_percent": min(max(rounded(_cvrisk_percent(row["calculator"], given), 2), 1.0), 30.0)}


def _cvrisk_percent(calculator: str, given: Row) -> float:
    inputs = {
        "age": given["age"],
        "sex": given["gender"],
        "systolic_bp": given["sbp"],
        "bp_treated": _flag(given["bp_med"]),
        "diabetes": _flag(given["diabetes"]),
        "smoker": _flag(given["smoker"]),
    }
    if calculator == "ascvd_10y_frs_simple":
        return _value("framingham-bmi", inputs | {"bmi": given["bmi"]})["cvd"]
    inputs |= {"total_cholesterol": given["totchol"], "hdl_cholesterol": given["hdl"]}
    if calculator == "ascvd_10y_frs":
        return _value("framingham", inputs)["cvd"]
    inputs["race"] = _RACES[given["race"]]
    if calculator == "ascvd_10y_accaha":
        return _value("pce-printed", inputs)["ascvd"]
    inputs |= {
        "lipid_treated": _flag(given["lipid_med"]),
        "family_heart_attack": _flag(given["fh_heartattack"]),
    }
    if calculator == "chd_10y_mesa_cac":
        return _value("mesa-cac", inputs | {"coronary_calcium": given["cac"]})["chd"]
    return _value("mesa", inputs)["chd"]


_QRISK3 = {
    "b_AF": "atrial_fibrillation",
    "b_atypicalantipsy": "atypical_antipsychotic",
    "b_corticosteroids": "corticosteroid",
    "b_impotence2": "erectile_dysfunction",
    "b_migraine": "migraine",
    "b_ra": "rheumatoid_arthritis",
    "b_renal": "kidney_disease",
    "b_semi": "severe_mental_illness",
    "b_sle": "lupus",
    "b_treatedhyp": "bp_treated",
    "b_type1": "type_1_diabetes",
    "b_type2": "type_2_diabetes",
    "fh_cvd": "family_history",
}


def _qrisk3(_: Row, given: Row) -> dict[str, float]:
    inputs: dict[str, Any] = {name: _flag(given[theirs]) for theirs, name in _QRISK3.items()}
    inputs |= {
        "age": given["age"],
        "sex": "female" if given["gender"] == 1 else "male",
        "ethnicity": ETHNICITY[int(given["ethrisk"]) - 1],
        "smoking": SMOKING[int(given["smoke_cat"]) - 1],
        "bmi": given["weight"] / (given["height"] / 100) ** 2,
        "cholesterol_ratio": given["rati"],
        "systolic_bp": given["sbp"],
        "systolic_bp_sd": given["sbps5"],
        "townsend": given["town"],
    }
    return {"qrisk3_percent_1dp": rounded(_value("qrisk3", inputs)["cvd"], 1)}


def _score2(row: Row, given: Row) -> dict[str, Any]:
    smoker = given["is_cuurent_smoker"] if "is_cuurent_smoker" in given else given["is_current_smoker"]
    inputs = {
        "age": given["age"],
        "sex": given["gender"],
        "risk_region": given["risk_region"],
        "smoker": _flag(smoker),
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
        percent = rounded(_value("score2-diabetes", inputs | added)["cvd"], 1)
        group = "Low" if percent < 5 else "Moderate" if percent < 10 else "High" if percent < 20 else "Very high"
        return {"score2_diabetes_percentage": percent, "score2_diabetes_classification": f"{group} risk"}
    older = given["age"] >= 70
    name, key = ("score2-op", "score2_op") if older else ("score2", "score2")
    percent = rounded(_value(name, inputs | {"diabetes": _flag(given["have_diabetes"])})["cvd"], 1)
    moderate, high = (2.5, 7.5) if given["age"] < 50 else (7.5, 15) if older else (5, 10)
    group = "Low" if percent < moderate else "Moderate" if percent < high else "High"
    return {f"{key}_percentage": percent, f"{key}_classification": f"{group} risk"}


_CALCULATORS: Mapping[str, Callable[[Row, Row], dict[str, Any]]] = {
    "PREVENT": _preventr,
    "predict_": _pooled_cohort,
    "ascvd_10y_": _cvrisk,
    "chd_10y_": _cvrisk,
    "QRISK3-2017": _qrisk3,
    "SCORE2": _score2,
}
