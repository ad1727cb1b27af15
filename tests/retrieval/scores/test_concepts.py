"""What means a condition or a drug."""

from __future__ import annotations

import re

import pytest
import simple_icd_10_cm as icd

from retrieval.scores.concepts import concepts

_SNOMED, _ICD, _ATC = "http://snomed.info/sct", "http://hl7.org/fhir/sid/icd-10-cm", "http://www.whocc.no/atc"
_WHO_ONLY = {"E14", "I64", "I84", "F00", "C97", "K92.8"}
"""Codes of the WHO edition that ICD-10-CM does not have."""


def test_every_icd_10_prefix_exists() -> None:
    for name, concept in concepts().items():
        for code in concept.icd10:
            dotted = code if len(code) < 4 else f"{code[:3]}.{code[3:]}"
            known = icd.is_valid_item(dotted) or dotted in _WHO_ONLY or len(code) == 1
            assert known, (name, dotted)


def test_every_snomed_code_has_a_check_digit_that_holds() -> None:
    for name, concept in concepts().items():
        for code in concept.snomed:
            assert _verhoeff(code), (name, code)


def _verhoeff(code: str) -> bool:
    """The check digit of a SNOMED CT identifier (SNOMED release file specification, appendix)."""
    dihedral = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
        [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
        [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ]  # fmt: skip
    permutation = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
    while len(permutation) < 8:
        permutation.append([permutation[-1][one] for one in permutation[1]])
    check = 0
    for place, digit in enumerate(map(int, reversed(code))):
        check = dihedral[check][permutation[place % 8][digit]]
    return check == 0


def test_names_are_lower_case_and_ingredients_are_words() -> None:
    for concept in concepts().values():
        assert all(name == name.casefold() for name in concept.names)
        assert all(re.fullmatch(r"[a-z]+", word) for word in concept.ingredients)


@pytest.mark.parametrize(
    ("concept", "system", "code", "text", "expected"),
    [
        ("heart failure", _ICD, "I50.32", "Chronic diastolic heart failure", True),
        ("heart failure", _SNOMED, "84114007", "Heart failure (disorder)", True),
        ("heart failure", None, None, "Congestive heart failure", True),
        ("heart failure", None, None, "no heart failure", False),
        ("heart failure", None, None, "family history of heart failure", False),
        ("diabetes", _SNOMED, "44054006", "Diabetes", True),
        ("type 1 diabetes", _ICD, "E11.9", "Type 2 diabetes", False),
        ("stroke", _ICD, "Z86.73", "Personal history of TIA and cerebral infarction", True),
        ("hypertension", _SNOMED, "I10", "a code of another system", False),
    ],
)
def test_conditions(concept: str, system: str | None, code: str | None, text: str, expected: bool) -> None:
    assert concepts()[concept].is_condition(system, code, text) is expected


@pytest.mark.parametrize(
    ("concept", "system", "code", "text", "expected"),
    [
        ("statin", None, None, "Simvastatin 20 MG Oral Tablet", True),
        ("statin", _ATC, "C10AA05", "a name", True),
        ("statin", _ATC, "C10AB05", "atorvastatin", False),
        ("statin", None, None, "nystatin cream", False),
        ("insulin", None, None, "insulin glargine 100 UNT/ML", True),
    ],
)
def test_drugs(concept: str, system: str | None, code: str | None, text: str, expected: bool) -> None:
    assert concepts()[concept].is_drug(system, code, text) is expected
