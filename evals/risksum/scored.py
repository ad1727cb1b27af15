"""Values of the record that settle a risk score, and what the score then is."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evals.risksum.case import Fact
from evals.risksum.patient import Value
from retrieval.scores import get, run

ASKED = {
    "ckd-epi": "what is the glomerular filtration rate (eGFR) of this patient",
    "cockcroft-gault": "what is the creatinine clearance of this patient",
    "fib-4": "what is the FIB-4 index of this patient",
    "cha2ds2-vasc": "what is the CHA2DS2-VASc score of this patient",
}
_FLAGS = {"38341003": "hypertension", "44054006": "diabetes", "84114007": "heart_failure"}
"""Conditions of the record, by SNOMED CT code, that CHA2DS2-VASc asks about."""
_POUND = 0.45359237


class Settled(NamedTuple):
    """`wrong` is what the score would be if a unit were misread; None where no unit can be."""

    values: tuple[Value, ...]
    fact: Fact
    wrong: str | None


def settled(name: str, rng: random.Random, age: int, sex: str, codes: Sequence[str], odd: bool) -> Settled:
    """Random values of a patient, in the record's usual units or, if `odd`, in others."""
    if name == "fib-4":
        raw = {"ast": rng.randint(24, 96), "alt": rng.randint(22, 110), "platelets": rng.randint(110, 320)}
        units = {"ast": "U/L", "alt": "U/L", "platelets": "10*9/L"}
        values = tuple(Value(one, value, units[one]) for one, value in raw.items())
        return Settled(values, _fact(name, {one.measure: _given(one) for one in values}, age, sex), None)
    if name == "cha2ds2-vasc":
        flags = {flag: True for code, flag in _FLAGS.items() if code in codes}
        return Settled((), _fact(name, flags, age, sex), None)
    creatinine = Value("creatinine", rng.randint(70, 210), "umol/L")
    misread = Value("creatinine", round(creatinine.value / 100, 2), "mg/dL")
    if not odd:
        creatinine = Value("creatinine", round(creatinine.value * 0.011312, 1), "mg/dL")
    weight = Value("weight", rng.randint(48, 104), "kg")
    if name == "cockcroft-gault" and odd:
        misread = creatinine
        pounds = Value("weight", round(weight.value / _POUND), "[lb_av]")
        wrong = _fact(
            name, {"creatinine": _given(creatinine), "weight": {"value": pounds.value, "unit": "kg"}}, age, sex
        )
        given = {"creatinine": _given(creatinine), "weight": _given(pounds)}
        return Settled((creatinine, pounds), _fact(name, given, age, sex), wrong.numbers[0])
    beside = (weight,) if name == "cockcroft-gault" else ()
    known = {one.measure: _given(one) for one in beside}
    right = _fact(name, known | {"creatinine": _given(creatinine)}, age, sex)
    wrong = _fact(name, known | {"creatinine": _given(misread)}, age, sex)
    told = wrong.numbers[0] if odd and wrong.numbers != right.numbers else None
    return Settled((creatinine, *beside), right, told)


def _given(value: Value) -> dict[str, float | str]:
    return {"value": value.value, "unit": value.unit}


def _fact(name: str, inputs: Mapping[str, object], age: int, sex: str) -> Fact:
    score = get(name)
    known = {one.name for one in score.inputs}
    result = run(score, {**inputs, "age": age} | ({"sex": sex} if "sex" in known else {}))
    ends = dict.fromkeys(f"{end:.{score.decimals}f}" for end in (result.low, result.high) if end is not None)
    unit = "" if score.unit in ("points", "") else f" {score.unit}"
    return Fact(evidence=f"score:{name}", numbers=tuple(f"{end}{unit}" for end in ends))
