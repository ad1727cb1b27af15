"""Child-Pugh (Pugh RN et al., Br J Surg 1973, with INR in place of the prothrombin time)."""

from __future__ import annotations

from retrieval.scores.inputs import Choice, number
from retrieval.scores.points import pick, rule
from retrieval.scores.score import Score, bands

_BILIRUBIN = number("bilirubin", 0.1, 80)
_ALBUMIN = number("albumin", 0.5, 8)
_INR = number("inr", 0.5, 20)
_ASCITES = Choice("ascites", "ascites", ("none", "slight", "moderate or severe"))
_ENCEPHALOPATHY = Choice("encephalopathy", "hepatic encephalopathy", ("none", "grade 1-2", "grade 3-4"))


def _between(value: float, low: float, high: float) -> int:
    """1 below `low`, 2 from `low` to `high`, 3 above."""
    return 1 if value < low else 2 if value <= high else 3


SCORE = Score(
    name="child-pugh",
    title="Child-Pugh",
    version="Pugh 1973, with INR",
    published="Pugh RN et al., Br J Surg 1973;60:646-649",
    doi="10.1002/bjs.1800600817",
    predicts="the severity of cirrhosis",
    population="adults with cirrhosis; bilirubin limits differ in cholestatic disease, which is not covered here",
    parts=(
        rule(lambda v: _between(v["bilirubin"], 2, 3), _BILIRUBIN, bilirubin=(2.0, 3.0)),
        rule(lambda v: 4 - _between(v["albumin"], 2.8, 3.5), _ALBUMIN, albumin=(2.8, 3.5)),
        rule(lambda v: _between(v["inr"], 1.7, 2.3), _INR, inr=(1.7, 2.3)),
        pick(_ASCITES, {"none": 1, "slight": 2, "moderate or severe": 3}),
        pick(_ENCEPHALOPATHY, {"none": 1, "grade 1-2": 2, "grade 3-4": 3}),
    ),
    meaning=bands((5, "class A (5-6)"), (7, "class B (7-9)"), (10, "class C (10-15)")),
    limits=(5, 15),
    about=("cirrhosis",),
)
