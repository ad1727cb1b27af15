"""MELD as first used for allocation, MELD-Na as of 2016, and MELD 3.0: death within 90 days.

Rates: Wiesner R et al., Gastroenterology 2003;124:91-96, doi:10.1053/gast.2003.50016.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from retrieval.scores.common import SEX
from retrieval.scores.inputs import Input, flag, number
from retrieval.scores.result import rounded
from retrieval.scores.score import Meaning, Part, Score, Values, bands

_DIALYSIS = flag("dialysis", "dialysis twice, or 24 hours of CVVHD, within a week", "dialysis")
_BASE = (number("bilirubin", 0.1, 80), number("inr", 0.5, 20), number("creatinine", 0.1, 30), _DIALYSIS)
_SODIUM = number("sodium", 100, 180)
_ALBUMIN = number("albumin", 0.5, 8)
_KNOTS = {
    "bilirubin": (1.0,),
    "inr": (1.0,),
    "creatinine": (1.0, 3.0, 4.0),
    "sodium": (125.0, 137.0),
    "albumin": (1.5, 3.5),
}


def _logs(values: Values, most: float) -> tuple[float, float, float]:
    """Logarithms of bilirubin, INR and creatinine: not below 1, creatinine at most `most` and that on dialysis."""
    creatinine = most if values["dialysis"] else min(max(values["creatinine"], 1), most)
    return math.log(max(values["bilirubin"], 1)), math.log(max(values["inr"], 1)), math.log(creatinine)


def _capped(value: float) -> dict[str, float]:
    return {"points": min(max(rounded(value, 0), 6), 40)}


def _initial(values: Values) -> float:
    bilirubin, inr, creatinine = _logs(values, 4)
    return 3.78 * bilirubin + 11.2 * inr + 9.57 * creatinine + 6.43


def _meld(values: Values) -> dict[str, float]:
    return _capped(_initial(values))


def _meld_na(values: Values) -> dict[str, float]:
    """OPTN policy 9 of January 2016: sodium counts above a MELD of 11."""
    first = rounded(_initial(values), 0)
    missing = 137 - min(max(values["sodium"], 125), 137)
    return _capped(first + 1.32 * missing - 0.033 * first * missing if first > 11 else first)


def _meld_3(values: Values) -> dict[str, float]:
    bilirubin, inr, creatinine = _logs(values, 3)
    missing = 137 - min(max(values["sodium"], 125), 137)
    lacking = 3.5 - min(max(values["albumin"], 1.5), 3.5)
    return _capped(
        1.33 * (values["sex"] == "female")
        + 4.56 * bilirubin
        + 0.82 * missing
        - 0.24 * missing * bilirubin
        + 9.09 * inr
        + 11.14 * creatinine
        + 1.85 * lacking
        - 1.83 * lacking * creatinine
        + 6
    )


_DEATHS = bands(
    (6, "1.9% died within 3 months at 9 or less (Wiesner 2003)"),
    (10, "6.0% died within 3 months at 10 to 19 (Wiesner 2003)"),
    (20, "19.6% died within 3 months at 20 to 29 (Wiesner 2003)"),
    (30, "52.6% died within 3 months at 30 to 39 (Wiesner 2003)"),
    (40, "71.3% died within 3 months at 40 (Wiesner 2003)"),
)


def _ranks(value: float, _: Mapping[str, object]) -> str:
    return "6 is the least and 40 the most urgent; the publication ranks by 90-day mortality and gives no bands"


def _score(
    name: str,
    title: str,
    version: str,
    published: str,
    doi: str,
    inputs: tuple[Input, ...],
    of: Callable[[Values], dict[str, float]],
    meaning: Meaning,
) -> Score:
    return Score(
        name=name,
        title=title,
        version=version,
        published=published,
        doi=doi,
        predicts="death within 90 days in end-stage liver disease",
        population="adults with chronic liver disease, for the order of a transplant list",
        parts=(Part(inputs, of, _KNOTS),),
        meaning=meaning,
        limits=(6, 40),
        about=("cirrhosis",),
        family="meld",
    )


SCORES = (
    _score(
        "meld",
        "MELD",
        "UNOS 2002",
        "Kamath PS et al., Hepatology 2001;33:464-470",
        "10.1053/jhep.2001.22172",
        _BASE,
        _meld,
        _DEATHS,
    ),
    _score(
        "meld-na",
        "MELD-Na",
        "OPTN 2016",
        "Kim WR et al., N Engl J Med 2008;359:1018-1026, as in OPTN policy 9 (2016)",
        "10.1056/NEJMoa0801209",
        (*_BASE, _SODIUM),
        _meld_na,
        _ranks,
    ),
    _score(
        "meld-3",
        "MELD 3.0",
        "MELD 3.0, 2021",
        "Kim WR et al., Gastroenterology 2021;161:1887-1895",
        "10.1053/j.gastro.2021.08.050",
        (*_BASE, _SODIUM, _ALBUMIN, SEX),
        _meld_3,
        _ranks,
    ),
)
