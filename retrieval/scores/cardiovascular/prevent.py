"""PREVENT: first cardiovascular event within 10 or 30 years, by five models (Khan SS et al., Circulation 2024)."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from retrieval.scores.common import BP_TREATED, CARDIOVASCULAR_DISEASE, DIABETES, SEX, SMOKER, STATIN, age, of_100
from retrieval.scores.inputs import Input, number
from retrieval.scores.score import Part, Score, Values

OUTCOMES = ("total_cvd", "ascvd", "heart_failure", "chd", "stroke")
_HDL = number("hdl_cholesterol", 20, 100)
_ADDED: Mapping[str, tuple[str, ...]] = {
    "base": (),
    "hba1c": ("hba1c",),
    "uacr": ("urine_acr",),
    "sdi": ("sdi_decile",),
    "full": ("hba1c", "urine_acr", "sdi_decile"),
}
_TITLES = {"base": "base", "hba1c": "with HbA1c", "uacr": "with UACR", "sdi": "with SDI", "full": "full"}
_BOUNDS = {"hba1c": (3, 15), "urine_acr": (0.1, 25_000), "sdi_decile": (1, 10)}
_OLDEST = {10: 79, 30: 59}


@cache
def _coefficients() -> Mapping[str, Mapping[str, Mapping[str, list[float]]]]:
    """Model -> horizon -> term -> log odds, female then male, each in the order of OUTCOMES."""
    return tomllib.loads(files("retrieval.scores.cardiovascular").joinpath("prevent.toml").read_text("utf-8"))


def _terms(values: Values) -> dict[str, float]:
    """The terms of supplement table S12, centred as there: SBP in mmHg, cholesterol in mmol/L."""
    years = (values["age"] - 55) / 10
    hdl_mmol = values["hdl_cholesterol"] / 38.67
    non_hdl = values["total_cholesterol"] / 38.67 - hdl_mmol - 3.5
    hdl = (hdl_mmol - 1.3) / 0.3
    sbp = (max(values["systolic_bp"], 110) - 130) / 20
    bmi = (max(values["bmi"], 30) - 30) / 5
    egfr = (min(values["egfr"], 60) - 60) / -15
    hba1c, acr, sdi = values.get("hba1c"), values.get("urine_acr"), values.get("sdi_decile")
    return {
        "constant": 1,
        "age": years,
        "age_squared": years**2,
        "non_hdl": non_hdl,
        "hdl": hdl,
        "sbp_below_110": (min(values["systolic_bp"], 110) - 110) / 20,
        "sbp_from_110": sbp,
        "diabetes": values["diabetes"],
        "smoker": values["smoker"],
        "bmi_below_30": (min(values["bmi"], 30) - 25) / 5,
        "bmi_from_30": bmi,
        "egfr_below_60": egfr,
        "egfr_from_60": (max(values["egfr"], 60) - 90) / -15,
        "bp_treated": values["bp_treated"],
        "statin": values["statin"],
        "treated_sbp": values["bp_treated"] * sbp,
        "treated_non_hdl": values["statin"] * non_hdl,
        "age_non_hdl": years * non_hdl,
        "age_hdl": years * hdl,
        "age_sbp": years * sbp,
        "age_diabetes": years * values["diabetes"],
        "age_smoker": years * values["smoker"],
        "age_bmi": years * bmi,
        "age_egfr": years * egfr,
        "sdi_4_to_6": sdi is not None and 4 <= sdi < 7,
        "sdi_7_to_10": sdi is not None and sdi >= 7,
        "sdi_missing": sdi is None,
        "ln_acr": math.log(acr) if acr is not None else 0.0,
        "acr_missing": acr is None,
        "hba1c_diabetes": (hba1c - 5.3) * values["diabetes"] if hba1c is not None else 0.0,
        "hba1c_no_diabetes": (hba1c - 5.3) * (not values["diabetes"]) if hba1c is not None else 0.0,
        "hba1c_missing": hba1c is None,
    }


def _risk(model: str, horizon: int) -> Callable[[Values], dict[str, float]]:
    def of(values: Values) -> dict[str, float]:
        coefficients = _coefficients()[model][str(horizon)]
        terms = _terms(values)
        first = len(OUTCOMES) * (values["sex"] == "male")
        risks = {}
        for place, outcome in enumerate(OUTCOMES, start=first):
            log_odds = sum(weights[place] * terms[term] for term, weights in coefficients.items())
            risks[outcome] = 100 / (1 + math.exp(-log_odds))
        return risks

    return of


def _inputs(model: str, horizon: int) -> tuple[Input, ...]:
    added = (number(name, *_BOUNDS[name], optional=model == "full") for name in _ADDED[model])
    return (
        age(30, _OLDEST[horizon]),
        SEX,
        number("total_cholesterol", 130, 320),
        _HDL,
        number("systolic_bp", 90, 200),
        BP_TREATED,
        STATIN,
        DIABETES,
        SMOKER,
        number("egfr", 15, 140),
        number("bmi", 18.5, 39.9),
        *added,
    )


def _score(model: str, horizon: int) -> Score:
    # The 30-year models have a term in age squared: a few ages between the ends show where risk turns.
    ages = (35.0, 40.0, 45.0, 50.0, 55.0) if horizon == 30 else ()
    knots = {"systolic_bp": (110.0,), "bmi": (30.0,), "egfr": (60.0,), "sdi_decile": (4.0, 7.0), "age": ages}
    return Score(
        name=f"prevent-{model}-{horizon}y",
        title=f"PREVENT {_TITLES[model]}, {horizon}-year total CVD",
        version="PREVENT 2023",
        published="Khan SS et al., Circulation 2024;149:430-449",
        doi="10.1161/CIRCULATIONAHA.123.067626",
        predicts=f"the {horizon}-year risk of a first cardiovascular event (heart attack, stroke, heart failure)",
        population=f"adults of 30 to {_OLDEST[horizon]} years without known cardiovascular disease, United States",
        parts=(Part(_inputs(model, horizon), _risk(model, horizon), knots),),
        meaning=lambda value, _: of_100(value, f"have a first cardiovascular event within {horizon} years"),
        output="total_cvd",
        unit="%",
        decimals=1,
        not_with=CARDIOVASCULAR_DISEASE,
        family=f"prevent-{horizon}y",
    )


SCORES = tuple(_score(model, horizon) for horizon in (10, 30) for model in _ADDED)
