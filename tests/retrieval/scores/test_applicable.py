"""Which scores can be computed, and what stands in the way."""

from __future__ import annotations

from retrieval.scores import Applicability, Facts, applicable

_ADULT = {
    "age": {"value": 55},
    "total_cholesterol": {"value": 213, "unit": "mg/dL"},
    "hdl_cholesterol": {"value": 50, "unit": "mg/dL"},
    "systolic_bp": {"value": 120, "unit": "mm[Hg]"},
    "egfr": {"value": 90},
    "bmi": {"value": 27},
}
_HEALTHY = {"diabetes": False, "current smoker": False, "statin": False, "antihypertensive": False}


def _of(facts: Facts) -> dict[str, Applicability]:
    return {one.name: one for one in applicable(facts)}


def test_ready_with_all_that_it_takes() -> None:
    found = _of(Facts(numbers=_ADULT, choices={"sex": "male"}, concepts=_HEALTHY))
    assert found["prevent-base-10y"].status == "ready"
    assert found["prevent-hba1c-10y"].missing[0].name == "hba1c"
    assert found["framingham"].status == "ready"


def test_what_is_not_recorded_is_not_absent() -> None:
    found = _of(Facts(numbers=_ADULT, choices={"sex": "male"}, concepts=_HEALTHY | {"diabetes": True}))
    assert found["prevent-base-10y"].status == "ready"
    without = {name: value for name, value in _HEALTHY.items() if name != "diabetes"}
    partly = _of(Facts(numbers=_ADULT, choices={"sex": "male"}, concepts=without))["prevent-base-10y"]
    assert partly.status == "partly"
    assert [one.name for one in partly.missing] == ["diabetes"]


def test_a_recorded_condition_rules_a_score_out() -> None:
    found = _of(Facts(numbers=_ADULT, choices={"sex": "male"}, concepts=_HEALTHY | {"myocardial infarction": True}))
    assert found["prevent-base-10y"].status == "not for this patient"
    assert "myocardial infarction" in found["prevent-base-10y"].reason


def test_a_score_about_something_that_is_not_recorded() -> None:
    assert _of(Facts())["cha2ds2-vasc"].status == "not of interest"
    assert _of(Facts(concepts={"atrial fibrillation": True}))["cha2ds2-vasc"].status == "partly"


def test_a_value_outside_the_range_of_a_score() -> None:
    found = _of(Facts(numbers={"age": {"value": 25}}))
    assert found["prevent-base-10y"].status == "outside"
    assert "30 to 79" in found["prevent-base-10y"].reason


def test_codes_are_a_lower_bound() -> None:
    found = _of(Facts(icd10=["I50.9"]))["charlson"]
    assert found.result is not None
    assert (found.status, found.result.low) == ("partly", 1)
