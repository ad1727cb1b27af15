"""The optional patient form: a few typed fields, nothing that identifies a person."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple, cast

import streamlit as st
from pydantic import ValidationError

from copilot.schema import Lab, PatientContext

Sex = Literal["female", "male"]

_LAB: Final = re.compile(
    r"(?P<name>.*[\w)\]])[\s:=]+(?P<value>[+-]?\d+(?:\.\d+)?)\s*"
    r"(?P<unit>(?:10[*^]\d+|%|/[A-Za-zµμ]|(?![eE]\d)[A-Za-zµμ°\[{])\S*(?: \S+)*)"
)
_BARE: Final = re.compile(r"(?P<name>.*[A-Za-z)\]])[\s:=]+(?P<value>\d+(?:\.\d+)?)")
_NO_UNIT: Final = {
    "inr": ("INR", "1"),
    "total to hdl cholesterol ratio": ("total to HDL cholesterol ratio", "1"),
    "ph": ("pH", "[pH]"),
    "arterial ph": ("arterial pH", "[pH]"),
    "gcs": ("Glasgow Coma Scale", "{score}"),
    "glasgow coma scale": ("Glasgow Coma Scale", "{score}"),
}
"""What is written as a bare number: its name in full, and the unit that UCUM gives it."""
_NOT_A_NAME: Final = re.compile(r"\d\.\d|%|\b(?:to|over|than|under|above|below|about)$", re.IGNORECASE)
"""A second value, a range or a bound, which would be read as part of the name."""


class Entry(NamedTuple):
    """What was typed. The texts hold one item a line."""

    age: int | None = None
    sex: Sex | None = None
    conditions: str = ""
    medications: str = ""
    labs: str = ""


class FormError(ValueError):
    """A line that cannot be read. The message names the line and says how to write it."""


def draw() -> Entry:
    """Draws the fields inside the current container and returns what stands in them."""
    st.html("<p>No names, dates of birth or record numbers: none is needed.</p>")
    left, right = st.columns(2)
    age = left.number_input("Age in years", min_value=0, max_value=130, value=None, step=1, key="age")
    sex = right.radio("Sex", ["Not given", "Female", "Male"], horizontal=True, key="sex")
    return Entry(
        age=age,
        sex=None if sex == "Not given" else cast("Sex", sex.lower()),
        conditions=st.text_area("Conditions, one a line", placeholder="Heart failure\nType 2 diabetes", height=90),
        medications=st.text_area("Medications, one a line", placeholder="Metformin\nApixaban", height=90),
        labs=st.text_area(
            "Laboratory values and vital signs, one a line: name, value, unit",
            placeholder="Creatinine 1.8 mg/dL\nSystolic blood pressure 150 mmHg",
            height=90,
        ),
    )


def context(entry: Entry) -> PatientContext | None:
    """The typed patient, or None if nothing was entered. Raises FormError."""
    try:
        patient = PatientContext(
            age=entry.age,
            sex=entry.sex,
            conditions=_lines(entry.conditions),
            medications=_lines(entry.medications),
            labs=[lab(line) for line in _lines(entry.labs)],
        )
    except ValidationError as error:
        fields = sorted({str(fault["loc"][0]) for fault in error.errors()})
        raise FormError(f"Please check {' and '.join(fields)}: too many or too long entries.") from error
    return None if patient == PatientContext() else patient


def lab(line: str) -> Lab:
    """`HbA1c 7.9 %` as a typed value. Raises FormError; a comma is never guessed to be a decimal point."""
    bare = _BARE.fullmatch(line)
    if bare is not None and bare["name"].casefold() in _NO_UNIT:
        name, unit = _NO_UNIT[bare["name"].casefold()]
        return Lab(name=name, value=float(bare["value"]), unit=unit)
    read = _LAB.fullmatch(line)
    if read is None or _NOT_A_NAME.search(read["name"]) or _is_range(read) or "(" in read["unit"]:
        raise FormError(
            f"“{line}” cannot be read. Write name, value and unit, such as “Creatinine 1.8 mg/dL”: a decimal point, "
            "no comma, no range, no < or >; two lines for a blood pressure. INR, pH and GCS need no unit."
        )
    try:
        return Lab(name=read["name"], value=float(read["value"]), unit=read["unit"])
    except ValidationError as error:
        raise FormError(f"“{line}” is too long: name up to 120 characters, unit up to 40.") from error


def _is_range(read: re.Match[str]) -> bool:
    """ "Glucose 110 -140 mg/dL": its end is no value below zero."""
    return read["value"][0] in "+-" and re.search(r"\s\d+$", read["name"]) is not None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
