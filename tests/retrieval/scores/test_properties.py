"""What must hold for every score: bounds, ranges over what is missing, direction, conversions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.scores import Score, get, registry, run
from retrieval.scores.concepts import concepts
from retrieval.scores.errors import ScoreInput
from retrieval.scores.inputs import Choice, Flag, Input, Number
from retrieval.scores.measures import measures

_SCORES = [score for score in registry().values() if all(isinstance(i, (Flag, Choice, Number)) for i in score.inputs)]
_QUICK = settings(
    max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _values(one: Input) -> st.SearchStrategy[Any]:
    match one:
        case Flag():
            return st.booleans()
        case Choice():
            return st.sampled_from(one.options)
        case Number():
            return st.floats(one.low, one.high) | st.integers(int(one.low) + 1, int(one.high)).map(float)
        case _:
            raise AssertionError(one)


def _complete(score: Score) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({one.name: _values(one) for one in score.inputs})


@pytest.mark.parametrize("score", _SCORES, ids=lambda score: score.name)
@_QUICK
@given(data=st.data())
def test_what_is_left_out_lies_within_the_range(score: Score, data: st.DataObject) -> None:
    """The range over missing inputs holds the value with them, and what is missing is never scored as absent."""
    values = data.draw(_complete(score))
    # without an optional input the publication has a term of its own: that is another value, not a missing one
    names = [one.name for one in score.inputs if not (isinstance(one, Number) and one.optional)]
    hidden = data.draw(st.sets(st.sampled_from(names), max_size=3))
    whole = run(score, values)
    partial = run(score, {name: value for name, value in values.items() if name not in hidden})
    assert whole.status == "complete"
    assert whole.value is not None
    if partial.low is not None and partial.high is not None:
        # Formulas may turn between the ages that are tried: a tenth of a point is within their rounding.
        slack = 0.1 if score.unit == "%" else 0
        assert partial.low - slack <= whole.value <= partial.high + slack


@pytest.mark.parametrize("score", [s for s in registry().values() if s.limits], ids=lambda score: score.name)
def test_with_nothing_known_the_range_is_that_of_the_publication(score: Score) -> None:
    result = run(score, {})
    assert (result.low, result.high) == score.limits


@pytest.mark.parametrize("score", [s for s in _SCORES if s.unit == "%"], ids=lambda score: score.name)
@_QUICK
@given(data=st.data())
def test_a_percentage_lies_between_0_and_100(score: Score, data: st.DataObject) -> None:
    result = run(score, data.draw(_complete(score)))
    assert all(0 <= span.low <= 100 for span in result.outputs.values())


_RISES_WITH = {
    "cha2ds2-vasc": ["heart_failure", "hypertension", "diabetes", "stroke_tia_embolism", "vascular_disease", "age"],
    "has-bled": ["systolic_bp", "age", "bleeding", "alcohol"],
    "grace": ["age", "heart_rate", "creatinine", "st_deviation"],
    "timi-stemi": ["age", "heart_rate", "over_4_hours"],
    "curb-65": ["confusion", "urea_nitrogen", "respiratory_rate", "age"],
    "psi": ["age", "active_cancer", "urea_nitrogen", "glucose"],
    "qsofa": ["respiratory_rate"],
    "sofa": ["bilirubin", "creatinine", "noradrenaline"],
    "meld": ["bilirubin", "inr", "creatinine"],
    "meld-na": ["bilirubin", "inr", "creatinine"],
    "lace": ["length_of_stay", "ed_visits_6_months", "dementia"],
    "hospital": ["admissions_12_months", "length_of_stay"],
    "caprini": ["age", "bmi", "leg_fracture"],
    "framingham": ["age", "total_cholesterol", "systolic_bp", "smoker", "diabetes"],
    "kfre": ["urine_acr"],
    "mesa-cac": ["age", "coronary_calcium", "smoker"],
}
_FALLS_WITH = {
    "grace": ["systolic_bp"],
    "meld-na": ["sodium"],
    "kfre": ["egfr"],
    "ckd-epi": ["creatinine", "age"],
    "cockcroft-gault": ["creatinine", "age"],
    "framingham": ["hdl_cholesterol"],
    "sofa": ["platelets", "glasgow_coma_scale", "urine_output"],
    "psi": ["arterial_ph", "sodium", "pao2"],
    "hospital": ["haemoglobin", "sodium"],
}
_DIRECTIONS = [(name, one, 1) for name, all_ in _RISES_WITH.items() for one in all_]
_DIRECTIONS += [(name, one, -1) for name, all_ in _FALLS_WITH.items() for one in all_]


@pytest.mark.parametrize(("name", "moved", "sign"), _DIRECTIONS)
@_QUICK
@given(data=st.data())
def test_it_moves_as_published(name: str, moved: str, sign: int, data: st.DataObject) -> None:
    score = get(name)
    values = data.draw(_complete(score))
    one = next(one for one in score.inputs if one.name == moved)
    low, high = sorted([data.draw(_values(one)), data.draw(_values(one))])
    less, more = (run(score, values | {moved: value}).value for value in (low, high))
    assert less is not None
    assert more is not None
    assert sign * (more - less) >= 0


@pytest.mark.parametrize("name", measures())
@given(value=st.floats(0.01, 10_000))
@settings(max_examples=20, derandomize=True)
def test_conversions_invert(name: str, value: float) -> None:
    measure = measures()[name]
    for unit in measure.units:
        there = measure.convert(value, measure.unit, unit)
        assert measure.convert(there, unit, measure.unit) == pytest.approx(value, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "value", "unit", "expected"),
    [
        ("creatinine", 88.4, "umol/L", 1.0),
        ("total_cholesterol", 5.17, "mmol/L", 200),
        ("glucose", 5.55, "mmol/L", 100),
        ("hba1c", 53, "mmol/mol", 7.0),
        ("bilirubin", 17.1, "umol/L", 1.0),
        ("urea_nitrogen", 7.14, "mmol/L", 20),
        ("urea_nitrogen", 42.9, "mg/dL{urea}", 20),
        ("temperature", 98.6, "[degF]", 37.0),
        ("pao2", 8.0, "kPa", 60),
        ("urine_acr", 30, "mg/mmol", 265),
        ("haemoglobin", 7.45, "mmol/L", 12.0),
    ],
)
def test_conversions_of_known_pairs(name: str, value: float, unit: str, expected: float) -> None:
    measure = measures()[name]
    assert measure.convert(value, unit, measure.unit) == pytest.approx(expected, rel=0.005)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(10**400),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "unit", "at_least"]), inner)
    ),
    max_leaves=4,
)


@given(name=st.sampled_from(["prevent-full-10y", "charlson", "child-pugh", "news2"]), data=st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_whatever_is_sent_is_a_result_or_a_named_problem(name: str, data: st.DataObject) -> None:
    score = get(name)
    inputs = st.sampled_from([one.name for one in score.inputs])
    try:
        run(score, data.draw(st.dictionaries(inputs, _JSON, max_size=4)))
    except ScoreInput as problem:
        assert problem.inputs


def test_sheets_are_whole() -> None:
    for score in registry().values():
        assert score.published
        assert score.doi.startswith("10.") or score.name == "news2"
        assert score.output in (run(score, {}).outputs or {score.output: None})
        for one in score.inputs:
            assert all(name in concepts() for name in getattr(one, "concepts", ())), (score.name, one.name)
        assert all(name in concepts() for name in (*score.about, *score.not_with)), score.name
