"""MESA: first coronary event within 10 years, without and with coronary calcium (McClelland RL et al., table 2)."""

from __future__ import annotations

import math
from collections.abc import Callable

from retrieval.scores.common import BP_TREATED, CARDIOVASCULAR_DISEASE, DIABETES, SEX, SMOKER, age, of_100
from retrieval.scores.inputs import Choice, flag, number
from retrieval.scores.score import Part, Score, Values

_RACE = Choice("race", "race, as the cohort recorded it", ("white", "black", "chinese", "hispanic"))
_INPUTS = (
    age(45, 85),
    SEX,
    _RACE,
    number("total_cholesterol", 80, 400),
    number("hdl_cholesterol", 15, 150),
    number("systolic_bp", 80, 220),
    BP_TREATED,
    flag("lipid_treated", "lipid-lowering treatment", "statin"),
    DIABETES,
    SMOKER,
    flag("family_heart_attack", "heart attack in a parent, sibling or child"),
)
# age, male, black, chinese, hispanic, diabetes, smoker, cholesterol, HDL, lipid treatment, SBP, BP treatment,
# family, ln(calcium + 1), baseline survival
_WITHOUT = (
    0.0455,
    0.7496,
    -0.2111,
    -0.5055,
    -0.1900,
    0.5168,
    0.4732,
    0.0053,
    -0.0140,
    0.2473,
    0.0085,
    0.3381,
    0.4522,
    0,
    0.99963,
)
_WITH = (
    0.0172,
    0.4079,
    0.0353,
    -0.3475,
    -0.0222,
    0.3892,
    0.3717,
    0.0043,
    -0.0114,
    0.1206,
    0.0066,
    0.2278,
    0.3239,
    0.2743,
    0.99833,
)


def _risk(coefficients: tuple[float, ...]) -> Callable[[Values], dict[str, float]]:
    *weights, survival = coefficients

    def of(values: Values) -> dict[str, float]:
        terms = (
            values["age"],
            values["sex"] == "male",
            values["race"] == "black",
            values["race"] == "chinese",
            values["race"] == "hispanic",
            values["diabetes"],
            values["smoker"],
            values["total_cholesterol"],
            values["hdl_cholesterol"],
            values["lipid_treated"],
            values["systolic_bp"],
            values["bp_treated"],
            values["family_heart_attack"],
            math.log1p(values.get("coronary_calcium", 0)),
        )
        total = sum(weight * term for weight, term in zip(weights, terms, strict=True))
        return {"chd": 100 * (1 - survival ** math.exp(total))}

    return of


def _score(name: str, title: str, part: Part) -> Score:
    return Score(
        name=name,
        title=title,
        version="MESA 2015",
        published="McClelland RL et al., J Am Coll Cardiol 2015;66:1643-1653",
        doi="10.1016/j.jacc.2015.08.035",
        predicts="the 10-year risk of a first coronary event",
        population="adults of 45 to 85 years without cardiovascular disease, United States",
        parts=(part,),
        meaning=lambda value, _: of_100(value, "have a first coronary event within 10 years"),
        output="chd",
        unit="%",
        decimals=1,
        not_with=CARDIOVASCULAR_DISEASE,
        family="mesa",
    )


SCORES = (
    _score("mesa", "MESA, 10-year CHD", Part(_INPUTS, _risk(_WITHOUT))),
    _score(
        "mesa-cac",
        "MESA with coronary calcium, 10-year CHD",
        Part((*_INPUTS, number("coronary_calcium", 0, 10_000)), _risk(_WITH)),
    ),
)
