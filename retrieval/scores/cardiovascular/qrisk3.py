# SPDX-License-Identifier: LGPL-3.0-or-later
"""QRISK3-2017: heart attack or stroke within 10 years, United Kingdom (Hippisley-Cox J et al., BMJ 2017).

A translation of the source that ClinRisk Ltd. published under the GNU Lesser General Public License, version 3 or
later; this file and qrisk3.toml stay under that licence. Its terms ask that NOTICE is shown with every score.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from retrieval.scores.common import BP_TREATED, CARDIOVASCULAR_DISEASE, SEX, age, of_100
from retrieval.scores.inputs import Choice, flag, number
from retrieval.scores.score import Part, Score, Values

NOTICE = (
    "The initial version of this file, to be found at http://svn.clinrisk.co.uk/opensource/qrisk2, faithfully "
    "implements QRISK3-2017. ClinRisk Ltd. have released this code under the GNU Lesser General Public License to "
    "enable others to implement the algorithm faithfully. However, the nature of the GNU Lesser General Public "
    "License is such that we cannot prevent, for example, someone accidentally altering the coefficients, getting "
    "the inputs wrong, or just poor programming. ClinRisk Ltd. stress, therefore, that it is the responsibility "
    "of the end user to check that the source that they receive produces the same results as the original code "
    "found at https://qrisk.org. Inaccurate implementations of risk scores can lead to wrong patients being given "
    "the wrong treatment."
)
ETHNICITY = (
    "white or not stated", "indian", "pakistani", "bangladeshi", "other asian", "black caribbean", "black african",
    "chinese", "other",
)  # fmt: skip
SMOKING = ("never", "former", "light", "moderate", "heavy")
"""Light is below 10 cigarettes a day, heavy 20 or more."""

_FLAGS = (
    flag("atrial_fibrillation", "atrial fibrillation", "atrial fibrillation"),
    flag("atypical_antipsychotic", "atypical antipsychotic treatment", "atypical antipsychotic"),
    flag("corticosteroid", "regular oral corticosteroids", "corticosteroid"),
    flag("erectile_dysfunction", "diagnosis or treatment of erectile dysfunction (men)", "erectile dysfunction"),
    flag("migraine", "migraine", "migraine"),
    flag("rheumatoid_arthritis", "rheumatoid arthritis", "rheumatoid arthritis"),
    flag("kidney_disease", "chronic kidney disease, stage 3 to 5", "chronic kidney disease 3-5"),
    flag(
        "severe_mental_illness",
        "schizophrenia, bipolar disorder or moderate to severe depression",
        "severe mental illness",
    ),
    flag("lupus", "systemic lupus erythematosus", "systemic lupus"),
    BP_TREATED,
    flag("type_1_diabetes", "type 1 diabetes", "type 1 diabetes"),
    flag("type_2_diabetes", "type 2 diabetes", "type 2 diabetes"),
    flag("family_history", "angina or heart attack in a parent or sibling before 60"),
)


@cache
def _coefficients() -> Mapping[str, Any]:
    return tomllib.loads(files("retrieval.scores.cardiovascular").joinpath("qrisk3.toml").read_text("utf-8"))


def _risk(values: Values) -> dict[str, float]:
    table = _coefficients()[values["sex"]]
    decades, bmi = values["age"] / 10, values["bmi"] / 10
    powers = (decades**-2, decades) if values["sex"] == "female" else (1 / decades, decades**3)
    raw = {
        "age_1": powers[0],
        "age_2": powers[1],
        "bmi_1": bmi**-2,
        "bmi_2": bmi**-2 * math.log(bmi),
        "ratio": values["cholesterol_ratio"],
        "sbp": values["systolic_bp"],
        "sbp_sd": values["systolic_bp_sd"],
        "townsend": values["townsend"],
    }
    terms: dict[str, float] = {name: value - table["centre"][name] for name, value in raw.items()}
    terms |= {one.name: values[one.name] for one in _FLAGS}
    smoking = SMOKING.index(values["smoking"])
    total = table["ethnicity"][ETHNICITY.index(values["ethnicity"])] + table["smoking"][smoking]
    total += sum(weight * terms[name] for name, weight in table["main"].items())
    for power in ("age_1", "age_2"):
        with_age = {**table[power], "smoking": table[power]["smoking"][smoking]}
        total += terms[power] * sum(weight * terms.get(name, 1) for name, weight in with_age.items())
    return {"cvd": 100 * (1 - table["survival"] ** math.exp(total))}


SCORE = Score(
    name="qrisk3",
    title="QRISK3-2017, 10-year CVD",
    version="QRISK3-2017",
    published="Hippisley-Cox J et al., BMJ 2017;357:j2099",
    doi="10.1136/bmj.j2099",
    predicts="the 10-year risk of a first heart attack or stroke",
    population="people of 25 to 84 years in England without cardiovascular disease and without statin treatment",
    parts=(
        Part(
            (
                age(25, 84),
                SEX,
                Choice("ethnicity", "ethnicity", ETHNICITY),
                Choice("smoking", "smoking", SMOKING),
                number("bmi", 20, 40),
                number("cholesterol_ratio", 1, 11),
                number("systolic_bp", 70, 210),
                number("systolic_bp_sd", 0, 40),
                number("townsend", -7, 11),
                *_FLAGS,
            ),
            _risk,
            {"bmi": (22.0, 24.0, 26.0, 28.0, 30.0, 32.0, 36.0)},
        ),
    ),
    meaning=lambda value, _: of_100(value, "have a heart attack or stroke within 10 years"),
    output="cvd",
    unit="%",
    decimals=1,
    not_with=(*CARDIOVASCULAR_DISEASE, "statin"),
    licence=NOTICE,
)
