"""SOFA: organ failure in intensive care (Vincent JL et al., Intensive Care Med 1996).

Rates: Ferreira FL et al., JAMA 2001;286:1754-1758, doi:10.1001/jama.286.14.1754.
"""

from __future__ import annotations

from retrieval.scores.acute.qsofa import URGENT
from retrieval.scores.inputs import flag, number
from retrieval.scores.points import rule, steps
from retrieval.scores.score import Score, Values, bands

_RATIO = number("pao2_fio2", 20, 700)
_SUPPORT = flag("respiratory_support", "respiratory support")
_PRESSURE = number("mean_arterial_pressure", 10, 250)
_DOBUTAMINE = flag("dobutamine", "dobutamine, any dose, for at least one hour")
_DRUGS = tuple(number(name, 0, 100) for name in ("dopamine", "adrenaline", "noradrenaline"))
_CREATININE = number("creatinine", 0.1, 30)
_URINE = number("urine_output", 0, 20_000)


def _lung(values: Values) -> int:
    """Without respiratory support, 2 is the most."""
    ratio = values["pao2_fio2"]
    points = 4 if ratio < 100 else 3 if ratio < 200 else 2 if ratio < 300 else 1 if ratio < 400 else 0
    return points if values["respiratory_support"] else min(points, 2)


def _circulation(values: Values) -> int:
    dopamine, others = values["dopamine"], max(values["adrenaline"], values["noradrenaline"])
    if dopamine > 15 or others > 0.1:
        return 4
    if dopamine > 5 or others > 0:
        return 3
    if dopamine > 0 or values["dobutamine"]:
        return 2
    return 1 if values["mean_arterial_pressure"] < 70 else 0


def _kidney(values: Values) -> int:
    creatinine, urine = values["creatinine"], values["urine_output"]
    if creatinine >= 5 or urine < 200:
        return 4
    if creatinine >= 3.5 or urine < 500:
        return 3
    return 2 if creatinine >= 2 else 1 if creatinine >= 1.2 else 0


SCORE = Score(
    name="sofa",
    title="SOFA",
    version="Vincent 1996",
    published="Vincent JL et al., Intensive Care Med 1996;22:707-710",
    doi="10.1007/BF01709751",
    predicts="organ failure in intensive care",
    population="adults in intensive care",
    parts=(
        rule(_lung, _RATIO, _SUPPORT, pao2_fio2=(100.0, 200.0, 300.0, 400.0)),
        steps(number("platelets", 1, 2000), 4, (20, 3), (50, 2), (100, 1), (150, 0)),
        steps(number("bilirubin", 0.1, 80), 0, (1.2, 1), (2.0, 2), (6.0, 3), (12.0, 4)),
        rule(
            _circulation,
            _PRESSURE,
            _DOBUTAMINE,
            *_DRUGS,
            mean_arterial_pressure=(70.0,),
            dopamine=(5.0, 15.0),
            adrenaline=(0.1,),
            noradrenaline=(0.1,),
        ),
        steps(number("glasgow_coma_scale", 3, 15), 4, (6, 3), (10, 2), (13, 1), (15, 0)),
        rule(_kidney, _CREATININE, _URINE, creatinine=(1.2, 2.0, 3.5, 5.0), urine_output=(200.0, 500.0)),
    ),
    meaning=bands(
        (0, "no death among those with 0-1 at admission (Ferreira 2001)"),
        (2, "6.4% died with 2-3 at admission (Ferreira 2001)"),
        (4, "20.2% died with 4-5 at admission (Ferreira 2001)"),
        (6, "21.5% died with 6-7 at admission (Ferreira 2001)"),
        (8, "33.3% died with 8-9 at admission (Ferreira 2001)"),
        (10, "50.0% died with 10-11 at admission (Ferreira 2001)"),
        (12, "95.2% died with more than 11 at admission (Ferreira 2001)"),
    ),
    limits=(0, 24),
    about=("sepsis",),
    time_critical=URGENT,
)
