"""Hospital Frailty Risk Score from ICD-10 codes of two years (Gilbert T et al., Lancet 2018)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from retrieval.scores.comorbidity.groups import CODES
from retrieval.scores.known import MOST
from retrieval.scores.points import POINTS
from retrieval.scores.score import Part, Score, Values, bands


@cache
def _points() -> Mapping[str, float]:
    """Three-character code -> points."""
    table = tomllib.loads(files("retrieval.scores.comorbidity").joinpath("hospital_frailty.toml").read_text("utf-8"))
    return dict(table["points"])


def _of(values: Values) -> Mapping[str, float]:
    codes = values[CODES.name]
    categories = _points().keys() if MOST in codes else {code[:3] for code in codes}
    return {POINTS: sum(points for code, points in _points().items() if code in categories)}


SCORE = Score(
    name="hospital-frailty",
    title="Hospital Frailty Risk Score",
    version="Gilbert 2018",
    published="Gilbert T et al., Lancet 2018;391:1775-1782",
    doi="10.1016/S0140-6736(18)30668-8",
    predicts="frailty, and with it death, a long stay and readmission",
    population="people of 75 years or older admitted as an emergency, England; codes of two years",
    parts=(Part((CODES,), _of),),
    meaning=bands((0, "low risk (below 5)"), (5, "intermediate risk (5-15)"), (15.05, "high risk (above 15)")),
    decimals=1,
)
