"""A peer, `open-medicine`, on random patients: where the two differ is known, and by whose fault.

It is no dependency: `pip install --no-deps open-medicine==0.12.0` to run this. Known disagreements, all decided for
the publication: its CURB-65 gives urea nitrogen of 20 mg/dL (7.1 mmol/L) no point; its MELD-Na mixes the formula of
Kim 2008 with the sodium limit of OPTN 2016; its SOFA gives 3 and 4 points for lungs without asking for respiratory
support; its Caprini lacks fractures of the leg and earlier surgery.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from retrieval.scores import get, run

pytest.importorskip("open_medicine", reason="a peer to compare with, installed by hand")

_RANDOM = random.Random(20)
_TRIALS = 300


def _theirs(module: str, parameters: str, function: str, **values: Any) -> float:
    peer = import_module(f"open_medicine.mcp.calculators.{module}")
    return float(getattr(peer, function)(getattr(peer, parameters)(**values)).value)


def _ours(name: str, **values: Any) -> float:
    value = run(get(name), values).value
    assert value is not None
    return value


def _yes() -> bool:
    return _RANDOM.random() < 0.4


def _chads_vasc() -> tuple[float, float]:
    age, female = _RANDOM.randint(18, 100), _yes()
    flags = [_yes() for _ in range(5)]
    ours = dict(
        zip(
            ("heart_failure", "hypertension", "diabetes", "stroke_tia_embolism", "vascular_disease"),
            flags,
            strict=True,
        )
    )
    theirs = dict(
        zip(
            (
                "congestive_heart_failure",
                "hypertension",
                "diabetes",
                "stroke_tia_thromboembolism",
                "vascular_disease",
            ),
            flags,
            strict=True,
        )
    )
    sex = "female" if female else "male"
    return (
        _ours("cha2ds2-vasc", age=age, sex=sex, **ours),
        _theirs("chadsvasc", "CHADSVAScParams", "calculate_chadsvasc", age=age, female_sex=female, **theirs),
    )


def _ckd_epi() -> tuple[float, float]:
    age, female, creatinine = _RANDOM.randint(18, 95), _yes(), round(_RANDOM.uniform(0.3, 8), 2)
    ours = get("ckd-epi").compute({"age": age, "sex": "female" if female else "male", "creatinine": creatinine})
    theirs = _theirs(
        "ckd_epi", "CKDEPIParams", "calculate_ckd_epi", age=age, is_female=female, serum_creatinine=creatinine
    )
    return round(ours["egfr"], 1), theirs


def _curb65() -> tuple[float, float]:
    nitrogen = _RANDOM.choice([*range(5, 19), *range(21, 60)])
    shared = {"confusion": _yes(), "respiratory_rate": _RANDOM.randint(10, 40), "age": _RANDOM.randint(18, 95)}
    shared |= {"systolic_bp": _RANDOM.randint(70, 160), "diastolic_bp": _RANDOM.randint(40, 100)}
    ours = _ours("curb-65", urea_nitrogen={"value": nitrogen, "unit": "mg/dL"}, **shared)
    return ours, _theirs("curb65", "CURB65Params", "calculate_curb65", bun=nitrogen, **shared)


def _grace() -> tuple[float, float]:
    shared = {"age": _RANDOM.randint(18, 100), "heart_rate": _RANDOM.randint(30, 220)}
    shared |= {"systolic_bp": _RANDOM.randint(60, 220), "creatinine": round(_RANDOM.uniform(0.2, 6), 2)}
    killip, arrest, deviation, markers = _RANDOM.randint(1, 4), _yes(), _yes(), _yes()
    roman = ("I", "II", "III", "IV")[killip - 1]
    ours = _ours(
        "grace", killip_class=roman, cardiac_arrest=arrest, st_deviation=deviation, raised_markers=markers, **shared
    )
    theirs = _theirs(
        "grace_score", "GRACEScoreParams", "calculate_grace_score",
        killip_class=killip, cardiac_arrest_at_admission=arrest, st_segment_deviation=deviation,
        elevated_cardiac_enzymes=markers, **shared,
    )  # fmt: skip
    return ours, theirs


def _psi() -> tuple[float, float]:
    female = _yes()
    numbers = {
        "age": _RANDOM.randint(51, 95), "respiratory_rate": _RANDOM.randint(10, 40),
        "systolic_bp": _RANDOM.randint(70, 160), "arterial_ph": round(_RANDOM.uniform(7.2, 7.5), 2),
        "sodium": _RANDOM.randint(120, 145), "glucose": _RANDOM.randint(60, 400), "pao2": _RANDOM.randint(40, 100),
    }  # fmt: skip
    renamed = {
        "temperature": ("temperature_celsius", round(_RANDOM.uniform(34, 41), 1)),
        "heart_rate": ("pulse", _RANDOM.randint(50, 150)),
        "urea_nitrogen": ("bun", _RANDOM.randint(5, 60)),
        "haematocrit": ("hematocrit", _RANDOM.randint(20, 50)),
        "nursing_home": ("nursing_home_resident", _yes()),
        "active_cancer": ("neoplastic_disease", _yes()),
        "liver_disease": ("liver_disease", _yes()),
        "heart_failure": ("congestive_heart_failure", _yes()),
        "cerebrovascular_disease": ("cerebrovascular_disease", _yes()),
        "kidney_disease": ("renal_disease", _yes()),
        "altered_mental_status": ("altered_mental_status", _yes()),
        "pleural_effusion": ("pleural_effusion", _yes()),
    }
    ours = _ours(
        "psi", sex="female" if female else "male", **numbers, **{name: value for name, (_, value) in renamed.items()}
    )
    theirs = dict(renamed.values())
    return ours, _theirs("psi_port", "PSIPortParams", "calculate_psi_port", is_female=female, **numbers, **theirs)


@pytest.mark.parametrize("pair", [_chads_vasc, _ckd_epi, _curb65, _grace, _psi], ids=lambda pair: pair.__name__)
def test_they_agree(pair: Callable[[], tuple[float, float]]) -> None:
    for _ in range(_TRIALS):
        ours, theirs = pair()
        assert ours == theirs


def test_curb65_differs_at_20_mg_dl() -> None:
    shared = {"confusion": False, "respiratory_rate": 16, "age": 40, "systolic_bp": 120, "diastolic_bp": 80}
    assert _ours("curb-65", urea_nitrogen={"value": 20, "unit": "mg/dL"}, **shared) == 1
    assert _theirs("curb65", "CURB65Params", "calculate_curb65", bun=20, **shared) == 0


def test_meld_na_differs_with_normal_values() -> None:
    shared = {"creatinine": 0.9, "bilirubin": 0.8, "inr": 1.0, "sodium": 140}
    assert _ours("meld-na", dialysis=False, **shared) == 6
    assert _theirs("meld_na", "MELDNaParams", "calculate_meld_na", on_dialysis=False, **shared) == 9
