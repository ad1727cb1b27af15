"""Surrogates: same kind and shape, one person stays one, projects cannot be joined, the original is gone."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.deid import pools
from copilot.deid.surrogate import Surrogates
from copilot.deid.types import Label
from copilot.deid.zip3 import RESTRICTED, zip3

TODAY = date(2024, 6, 1)


def surrogates(key: bytes = b"k" * 32, patient: str = "p", sex: str = "") -> Surrogates:
    return Surrogates(key, patient, "shift", TODAY, sex)


def test_one_person_stays_one_within_a_patient() -> None:
    made = surrogates()
    assert made.of("NAME", "Maria Alvarez").split()[1] == made.of("NAME", "ALVAREZ").title()


def test_another_patient_or_project_gets_other_surrogates() -> None:
    first = [surrogates().of("MRN", f"MR{n}") for n in range(10_000_000, 10_000_020)]
    assert first == [surrogates().of("MRN", f"MR{n}") for n in range(10_000_000, 10_000_020)]
    for other in (surrogates(patient="q"), surrogates(key=b"j" * 32)):
        assert first != [other.of("MRN", f"MR{n}") for n in range(10_000_000, 10_000_020)]


def test_given_names_keep_the_sex() -> None:
    assert surrogates().of("NAME", "Mary Kowalski").split()[0] in pools.FEMALE
    assert surrogates().of("NAME", "Robert Kowalski").split()[0] in pools.MALE


@given(st.from_regex(r"[A-Z]{0,3}-?[0-9]{4,9}(-[0-9]{2})?", fullmatch=True))
def test_a_code_keeps_its_shape_and_is_another(code: str) -> None:
    made = surrogates().of("MRN", code)
    assert made != code and len(made) == len(code)
    assert [c.isdigit() for c in made] == [c.isdigit() for c in code]


@given(
    st.sampled_from(get_args(Label)),
    st.from_regex(r"[A-Za-z0-9 .,/'xX-]{0,8}[A-Za-z0-9][A-Za-z0-9 ./-]{0,8}", fullmatch=True),
)
def test_whatever_a_detector_hides_has_a_surrogate(label: Label, text: str) -> None:
    assert surrogates().of(label, text)


@pytest.mark.parametrize("text", ["XXX", "klind", "Seal A", "-"])
def test_a_code_without_a_digit_becomes_its_label(text: str) -> None:
    assert surrogates().of("ID", text) == "[ID]"


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("AGE", "92-year-old", "90+-year-old"),
        ("AGE", "ninety-two years old", "90+"),
        ("ZIP", "62704-1234", "627**"),
        ("ZIP", "03601", "000**"),
        ("ZIP", "K1A 0B6", "***"),
    ],
)
def test_generalised_categories(label: str, text: str, expected: str) -> None:
    assert surrogates().of(label, text) == expected  # type: ignore[arg-type]


def test_the_restricted_zips_are_those_of_the_two_censuses() -> None:
    census2000 = {
        "036",
        "059",
        "063",
        "102",
        "203",
        "556",
        "692",
        "790",
        "821",
        "823",
        "830",
        "831",
        "878",
        "879",
        "884",
        "890",
        "893",
    }
    assert census2000 < RESTRICTED and {"205", "369"} < RESTRICTED
    assert zip3("20301") == "000**"
