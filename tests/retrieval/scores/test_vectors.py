"""Published test vectors of other implementations."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import BadInput
from retrieval.scores.errors import OutOfRange
from retrieval.scores.vectors import answer

_DATA = Path(os.environ.get("COPILOT_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data")) / "risk_vectors"
_ROW: dict[str, Any] = {
    "calculator": "ascvd_10y_frs",
    "inputs": {"gender": "male", "age": 55, "totchol": 213, "hdl": 50, "sbp": 140, "bp_med": 0, "smoker": 0}
    | {"diabetes": 0},
}


@pytest.mark.shared
@pytest.mark.parametrize("name", ["prevent_pce", "qrisk3", "score2"])
def test_every_row_is_met_within_its_tolerance(name: str) -> None:
    path = _DATA / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"needs {name}.jsonl in the shared data folder: set COPILOT_SHARED_DATA")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert rows
    for row in rows:
        got = answer(row)
        assert got.keys() == row["expected"].keys()
        for key, value in row["expected"].items():
            wanted = value if isinstance(value, str) else pytest.approx(value, abs=row.get("tolerance", 1e-9))
            assert got[key] == wanted, (row["calculator"], row.get("model"), key)


def test_one_row_of_each_shape_without_the_data() -> None:
    assert answer(_ROW).keys() == {"risk_percent"}
    pooled = {"age_years": 55, "sex": "female", "race": "white", "chol_total_mgdl": 213, "chol_hdl_mgdl": 50}
    pooled |= {"bp_sys_mmhg": 120, "bp_meds": "no", "smoke_current": "no", "diabetes": "no"}
    got = answer({"calculator": "predict_10yr_ascvd_risk", "inputs": pooled})
    assert got == {"risk": pytest.approx(0.021, abs=0.0005)}


def test_the_smaller_models_have_a_term_for_what_was_not_measured() -> None:
    inputs = {"age": 50, "sex": "female", "sbp": 160, "bp_tx": True, "total_c": 200, "hdl_c": 45, "statin": False}
    inputs |= {"dm": True, "smoking": False, "egfr": 90, "bmi": 35, "hba1c": None, "uacr": None, "zip": None}
    row = {"calculator": "PREVENT", "model": "hba1c", "horizon_years": 10, "inputs": inputs}
    # the term is small: an HbA1c that was not measured is much like one at the centre of the model
    centre = answer(row | {"inputs": inputs | {"hba1c": 5.3}})
    assert answer(row)["total_cvd"] == pytest.approx(centre["total_cvd"], abs=0.003)
    assert answer(row) != centre


def test_preventr_chooses_the_model_by_what_is_given() -> None:
    inputs = {"age": 50, "sex": "female", "sbp": 160, "bp_tx": True, "total_c": 5.17, "hdl_c": 1.16, "statin": False}
    inputs |= {"dm": True, "smoking": False, "egfr": 90, "bmi": 35, "chol_unit": "mmol/L"}
    row = {"calculator": "PREVENT", "model": None, "horizon_years": 10, "inputs": inputs}
    assert answer(row) == answer(row | {"model": "base"})
    assert answer(row)["total_cvd"] == 0.147
    measured = row | {"inputs": inputs | {"uacr": 92, "hba1c": 9.2}}
    assert answer(measured) == answer(measured | {"model": "full"})


def test_only_what_the_row_expects_is_given() -> None:
    assert answer(_ROW | {"expected": {"risk_percent": 1}}).keys() == {"risk_percent"}


def test_a_row_that_cannot_be_computed() -> None:
    with pytest.raises(BadInput):
        answer({"calculator": "EuroSCORE", "inputs": {}})
    with pytest.raises(BadInput):
        answer(_ROW | {"inputs": {}})
    with pytest.raises(BadInput):
        answer({"calculator": "QRISK3-2017", "inputs": {"weight": None}})
    with pytest.raises(OutOfRange):
        answer(_ROW | {"inputs": _ROW["inputs"] | {"age": 20}})
