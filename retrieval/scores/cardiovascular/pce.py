"""Pooled Cohort Equations 2013: first atherosclerotic event within 10 years (Goff DC et al., appendix 7, table A)."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files

from retrieval.scores.common import BP_TREATED, CARDIOVASCULAR_DISEASE, DIABETES, SEX, SMOKER, age
from retrieval.scores.inputs import Choice, number
from retrieval.scores.score import Part, Score, Values, bands

RACE = Choice("race", "race, as the cohorts recorded it", ("white", "black", "other"))
INPUTS = (
    age(40, 79),
    SEX,
    RACE,
    number("total_cholesterol", 130, 320),
    number("hdl_cholesterol", 20, 100),
    number("systolic_bp", 90, 200),
    BP_TREATED,
    DIABETES,
    SMOKER,
)
_Weights = Mapping[str, Mapping[str, float]]
"""Sex and race ("female black") -> term -> weight, with `mean` and `survival`."""


@cache
def _weights(table: str) -> _Weights:
    """`full`, as the calculators of ACC and AHA hold them, or `printed`, as the guideline's table A rounds them.

    Results differ by less than 0.5 percentage points.
    """
    text = files("retrieval.scores.cardiovascular").joinpath("pce.toml").read_text("utf-8")
    weights: _Weights = tomllib.loads(text)[table]
    return weights


CATEGORIES = bands(
    (0, "low risk, below 5% (2019 ACC/AHA categories)"),
    (5, "borderline risk, 5% to below 7.5% (2019 ACC/AHA categories)"),
    (7.5, "intermediate risk, 7.5% to below 20% (2019 ACC/AHA categories)"),
    (20, "high risk, 20% or more (2019 ACC/AHA categories)"),
)


def _risk(table: str, values: Values) -> dict[str, float]:
    weights = _weights(table)[f"{values['sex']} {'black' if values['race'] == 'black' else 'white'}"]
    ln_age, ln_sbp = math.log(values["age"]), math.log(values["systolic_bp"])
    ln_total, ln_hdl = math.log(values["total_cholesterol"]), math.log(values["hdl_cholesterol"])
    treated, smoker = values["bp_treated"], values["smoker"]
    terms = {
        "age": ln_age,
        "age_squared": ln_age**2,
        "total": ln_total,
        "age_total": ln_age * ln_total,
        "hdl": ln_hdl,
        "age_hdl": ln_age * ln_hdl,
        "treated_sbp": ln_sbp * treated,
        "age_treated_sbp": ln_age * ln_sbp * treated,
        "untreated_sbp": ln_sbp * (not treated),
        "age_untreated_sbp": ln_age * ln_sbp * (not treated),
        "smoker": smoker,
        "age_smoker": ln_age * smoker,
        "diabetes": values["diabetes"],
    }
    total = sum(weights.get(name, 0) * term for name, term in terms.items())
    return {"ascvd": 100 * (1 - weights["survival"] ** math.exp(total - weights["mean"]))}


def _score(name: str, title: str, version: str, table: str) -> Score:
    return Score(
        name=name,
        title=f"{title}, 10-year ASCVD",
        version=version,
        published="Goff DC et al., Circulation 2014;129(25 Suppl 2):S49-73",
        doi="10.1161/01.cir.0000437741.48606.98",
        predicts="the 10-year risk of a first heart attack, coronary death or stroke",
        population="adults of 40 to 79 years without atherosclerotic disease; people neither black nor white get the "
        "equations for white people, as the guideline says, and may be less well described",
        # Risk in age is not monotone in white women: a few ages between the ends show where it turns.
        parts=(Part(INPUTS, partial(_risk, table), {"age": (45.0, 50.0, 60.0, 70.0)}),),
        meaning=CATEGORIES,
        output="ascvd",
        unit="%",
        decimals=1,
        not_with=CARDIOVASCULAR_DISEASE,
        family="pce",
    )


SCORES = (
    _score("pce", "Pooled Cohort Equations", "ACC/AHA 2013, full coefficients", "full"),
    _score("pce-printed", "Pooled Cohort Equations as printed", "ACC/AHA 2013, coefficients as printed", "printed"),
)
