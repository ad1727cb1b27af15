"""Running a score: complete, with something missing, with something wrong."""

from __future__ import annotations

from typing import Any

import pytest

from retrieval.scores import Result, get, registry, run
from retrieval.scores.errors import OutOfRange, UnknownInput, UnknownScore, WrongUnit, WrongValue

_STROKE_RISK: dict[str, Any] = {
    "heart_failure": False,
    "hypertension": True,
    "age": 76,
    "diabetes": False,
    "stroke_tia_embolism": False,
    "vascular_disease": False,
    "sex": "female",
}
_PREVENT: dict[str, Any] = {
    "age": 50,
    "sex": "female",
    "total_cholesterol": 200,
    "hdl_cholesterol": 45,
    "systolic_bp": 160,
    "bp_treated": True,
    "statin": False,
    "diabetes": True,
    "smoker": False,
    "egfr": 90,
    "bmi": 35,
}


def _stroke_risk(**change: Any) -> Result:
    return run(get("cha2ds2-vasc"), _STROKE_RISK | change)


def test_a_complete_score_has_a_value_and_its_meaning() -> None:
    result = _stroke_risk()
    assert (result.status, result.value, result.limits) == ("complete", 4, (0, 9))
    assert result.interpretation == "adjusted stroke rate 4.0% a year (Lip 2010)"
    assert result.missing == []


def test_a_missing_finding_is_not_absent() -> None:
    result = _stroke_risk(vascular_disease=None, stroke_tia_embolism=None)
    assert (result.status, result.value, result.low, result.high) == ("range", None, 4, 7)
    assert [one.name for one in result.missing] == ["stroke_tia_embolism", "vascular_disease"]
    assert result.missing[0].ends["yes"].low == 6
    assert "4.0%" in result.interpretation
    assert "9.6%" in result.interpretation


def test_what_cannot_change_the_result_is_not_asked_for() -> None:
    result = _stroke_risk(age={"value": 90, "comparator": ">="})
    assert (result.status, result.value, result.missing) == ("complete", 4, [])
    open_ = _stroke_risk(age={"value": 90, "comparator": ">="}, diabetes=None)
    assert [one.name for one in open_.missing] == ["diabetes"]


def test_a_value_below_a_detection_limit_is_a_range() -> None:
    complete = {"bilirubin": 2, "inr": 1.5, "creatinine": 2, "dialysis": False}
    assert run(get("meld"), complete | {"bilirubin": {"value": 0.5, "unit": "mg/dL", "comparator": "<"}}).value == 18
    assert run(get("meld"), complete | {"bilirubin": {"value": 3, "comparator": "<"}}).status == "range"


def test_a_number_says_what_the_score_would_be_at_its_ends() -> None:
    result = run(get("prevent-base-10y"), _PREVENT | {"systolic_bp": None})
    (missing,) = result.missing
    at = {end: span.low for end, span in missing.ends.items()}
    assert at == {"90 mmHg": 8.5, "200 mmHg": 25.4}
    # risk falls to its least at 110 mmHg: the ends are not the whole range
    assert (result.low, result.high) == (6.8, 25.4)


def test_too_much_missing_is_said() -> None:
    result = run(get("qrisk3"), {})
    assert (result.status, result.value, result.low) == ("unknown", None, None)
    assert len(result.missing) == 22


@pytest.mark.parametrize("age", [29, 80, -5])
def test_out_of_range_names_the_bound_and_the_score_at_both_ends(age: int) -> None:
    with pytest.raises(OutOfRange) as caught:
        run(get("prevent-base-10y"), _PREVENT | {"age": age})
    assert caught.value.inputs == ("age",)
    assert "30 to 79 years" in caught.value.what
    young, old = (run(get("prevent-base-10y"), _PREVENT | {"age": end}).value for end in (30, 79))
    assert caught.value.kept.endswith(f"would be {young}% at 30 years and {old}% at 79 years.")
    assert str(age) not in caught.value.what.replace("30 to 79", "")


def test_a_unit_that_the_analyte_is_not_measured_in() -> None:
    with pytest.raises(WrongUnit) as caught:
        run(get("ckd-epi"), {"creatinine": {"value": 90, "unit": "mol/L"}, "age": 50, "sex": "male"})
    assert "umol/L" in caught.value.what
    assert "alone put" in caught.value.kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("age", True),
        ("age", "76"),
        ("age", float("nan")),
        ("age", {"value": None}),
        ("age", {"value": 76, "comparator": "~"}),
        ("age", {"value": 76, "when": "now"}),
        ("sex", "unknown"),
        ("hypertension", 1),
        ("hypertension", "maybe"),
    ],
)
def test_what_is_no_answer(name: str, value: Any) -> None:
    with pytest.raises(WrongValue) as caught:
        _stroke_risk(**{name: value})
    assert caught.value.inputs == (name,)


def test_several_faults_are_named_together() -> None:
    with pytest.raises(OutOfRange) as caught:
        _stroke_risk(age=200, sex="x")
    assert caught.value.inputs == ("age", "sex")


def test_a_name_that_is_no_input_is_not_repeated() -> None:
    with pytest.raises(UnknownInput) as caught:
        run(get("qsofa"), {"Mrs Miller": 1})
    assert "Miller" not in str(caught.value)
    assert "respiratory_rate" in caught.value.what


def test_a_name_that_is_no_score() -> None:
    with pytest.raises(UnknownScore, match="No score has this name"):
        get("chads3")


@pytest.mark.parametrize("unit", ["umol/L", "µmol/l", "μmol/L", " umol / L "])
def test_units_as_people_write_them(unit: str) -> None:
    given = {"creatinine": {"value": 88.4, "unit": unit}, "age": 50, "sex": "female"}
    assert run(get("ckd-epi"), given).value == 69


@pytest.mark.parametrize("name", ["curb-65", "CURB65", "CURB 65"])
def test_names_in_any_case_and_punctuation(name: str) -> None:
    assert get(name).name == "curb-65"


def test_no_two_names_are_alike() -> None:
    assert all(get(name).name == name for name in registry())


def test_yes_and_no_in_words() -> None:
    assert _stroke_risk(diabetes="Yes").value == 5


def test_the_publications_own_term_for_what_was_not_measured() -> None:
    full = run(get("prevent-full-10y"), _PREVENT)
    assert (full.status, full.missing) == ("complete", [])
    assert run(get("prevent-uacr-10y"), _PREVENT).status == "range"


def test_psi_class_1_needs_every_finding_to_be_absent() -> None:
    score = get("psi")
    given: dict[str, Any] = {one.name: False for one in score.inputs if one.range == "yes or no"}
    given |= {
        "age": 40,
        "sex": "male",
        "respiratory_rate": 18,
        "systolic_bp": 120,
        "temperature": 38,
        "heart_rate": 90,
    }
    assert run(score, given).interpretation.startswith("class I:")
    assert "class I:" not in run(score, given | {"liver_disease": None}).interpretation
    assert "class I:" not in run(score, given | {"age": 51}).interpretation


def test_score2_is_read_by_age() -> None:
    given = {"sex": "male", "risk_region": "low", "smoker": True, "systolic_bp": 140, "diabetes": False}
    given |= {"total_cholesterol": 6.3, "hdl_cholesterol": {"value": 54, "unit": "mg/dL"}}
    assert run(get("score2"), given | {"age": 49}).interpretation.startswith("high risk")
    assert "thresholds rise" in run(get("score2"), given).interpretation


def test_an_index_from_a_list_that_may_be_longer_is_a_lower_bound() -> None:
    result = run(get("charlson"), {"icd10_codes": {"at_least": ["I50.9", "E11.9"]}})
    assert (result.low, result.high) == (2, 29)
    mixed = run(get("elixhauser"), {"icd10_codes": {"at_least": ["E66.0"]}})
    assert (mixed.low, mixed.high) == (-19, 81)


def test_a_code_that_is_none() -> None:
    with pytest.raises(WrongValue):
        run(get("charlson"), {"icd10_codes": ["heart failure"]})
