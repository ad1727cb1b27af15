"""QRISK3 (CRAN): one row per patient, coded from 1 as R does."""

from __future__ import annotations

from typing import Any

from retrieval.scores.cardiovascular.qrisk3 import ETHNICITY, SMOKING
from retrieval.scores.result import rounded
from retrieval.scores.vectors.rows import Row, flag, value

_FLAGS = {
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


def answer(_: Row, given: Row) -> dict[str, float]:
    """Percent, one decimal."""
    inputs: dict[str, Any] = {name: flag(given[theirs]) for theirs, name in _FLAGS.items()}
    inputs |= {
        "age": given["age"],
        "sex": "female" if given["gender"] == 1 else "male",
        "ethnicity": dict(enumerate(ETHNICITY, start=1))[int(given["ethrisk"])],
        "smoking": dict(enumerate(SMOKING, start=1))[int(given["smoke_cat"])],
        "bmi": given["weight"] / (given["height"] / 100) ** 2,
        "cholesterol_ratio": given["rati"],
        "systolic_bp": given["sbp"],
        "systolic_bp_sd": given["sbps5"],
        "townsend": given["town"],
    }
    return {"qrisk3_percent_1dp": rounded(value("qrisk3", inputs)["cvd"], 1)}
