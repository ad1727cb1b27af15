"""FIB-4: advanced fibrosis of the liver (Sterling RK et al., Hepatology 2006)."""

from __future__ import annotations

import math

from retrieval.scores.common import age
from retrieval.scores.inputs import number
from retrieval.scores.score import Part, Score, Values, bands


def _of(values: Values) -> dict[str, float]:
    return {"index": values["age"] * values["ast"] / (values["platelets"] * math.sqrt(values["alt"]))}


SCORE = Score(
    name="fib-4",
    title="FIB-4 index",
    version="Sterling 2006",
    published="Sterling RK et al., Hepatology 2006;43:1317-1325",
    doi="10.1002/hep.21178",
    predicts="advanced liver fibrosis",
    population="adults with HIV and hepatitis C; less specific above 65 and below 35 years",
    parts=(
        Part((age(18, 110), number("ast", 1, 10_000), number("alt", 1, 10_000), number("platelets", 5, 2000)), _of),
    ),
    meaning=bands(
        (0, "below 1.45: advanced fibrosis unlikely (negative predictive value 90%)"),
        (1.45, "1.45 to 3.25: indeterminate"),
        (3.2501, "above 3.25: advanced fibrosis likely (positive predictive value 65%)"),
    ),
    output="index",
    unit="",
    decimals=2,
    about=("hepatitis C", "fatty liver", "chronic liver disease"),
)
