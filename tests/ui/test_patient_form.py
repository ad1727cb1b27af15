from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.schema import Lab, PatientContext
from ui.patient_form import Entry, FormError, context, lab


@pytest.mark.parametrize(
    ("line", "name", "value", "unit"),
    [
        ("Creatinine 1.8 mg/dL", "Creatinine", 1.8, "mg/dL"),
        ("Creatinine: 1.8 mg/dL", "Creatinine", 1.8, "mg/dL"),
        ("HbA1c 7.9%", "HbA1c", 7.9, "%"),
        ("Vitamin B12 200 pg/mL", "Vitamin B12", 200, "pg/mL"),
        ("IL 6 30 pg/mL", "IL 6", 30, "pg/mL"),
        ("Platelets 150 10*9/L", "Platelets", 150, "10*9/L"),
        ("Systolic blood pressure = 150 mm[Hg]", "Systolic blood pressure", 150, "mm[Hg]"),
        ("Heart rate 88 /min", "Heart rate", 88, "/min"),
        ("Base excess -3.5 mmol/L", "Base excess", -3.5, "mmol/L"),
        ("Temperature 38.5 °C", "Temperature", 38.5, "°C"),
        ("PaO2/FiO2 ratio 200 mmHg", "PaO2/FiO2 ratio", 200, "mmHg"),
        ("NT-proBNP (plasma) 900 pg/mL", "NT-proBNP (plasma)", 900, "pg/mL"),
        ("INR 2.4", "INR", 2.4, "1"),
        ("pH: 7.31", "pH", 7.31, "[pH]"),
        ("GCS 14", "Glasgow Coma Scale", 14, "{score}"),
        ("eGFR 45 mL/min/{1.73_m2}", "eGFR", 45, "mL/min/{1.73_m2}"),
    ],
)
def test_a_line_is_name_value_unit(line: str, name: str, value: float, unit: str) -> None:
    assert lab(line) == Lab(name=name, value=value, unit=unit)


@pytest.mark.parametrize(
    "line",
    [
        "Creatinine",
        "Creatinine 1.8",
        "INR 2,4",
        "INR 2-3",
        "GCS < 9",
        "1.8 mg/dL",
        "Creatinine 1,8 mg/dL",
        "Platelets 150,000 /uL",
        "CRP <5 mg/L",
        "Blood pressure 120/80 mmHg",
        "Sodium 135-145 mmol/L",
        "Troponin 1e3 ng/L",
        "Blood pressure 120 / 80 mmHg",
        "Blood pressure 120 over 80 mmHg",
        "Sodium 135 - 145 mmol/L",
        "Sodium 135 to 145 mmol/L",
        "CRP < 5 mg/L",
        "CRP less than 5 mg/L",
        "Creatinine 1.8 mg/dL 2.0 mg/dL",
        "Creatinine 1.8 mg/dL (was 1.2)",
        "Glucose 110 -140 mg/dL",
    ],
)
def test_what_could_be_misread_is_refused_with_an_example(line: str) -> None:
    with pytest.raises(FormError, match="Write name, value and unit"):
        lab(line)


@given(
    st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,20}", fullmatch=True),
    st.decimals(min_value=-1000, max_value=1000, places=3),
    st.sampled_from(["mg/dL", "%", "mmol/L", "10*9/L", "/min", "mm[Hg]"]),
)
def test_whatever_is_written_plainly_is_read_back(name: str, value: object, unit: str) -> None:
    assert lab(f"{name} {value} {unit}") == Lab(name=name, value=float(str(value)), unit=unit)


def test_an_empty_form_is_no_patient() -> None:
    assert context(Entry(conditions=" \n ")) is None


def test_each_line_is_one_item() -> None:
    entry = Entry(78, "male", "Heart failure\n\n CKD ", "Metformin", "Creatinine 1.8 mg/dL")
    assert context(entry) == PatientContext(
        age=78,
        sex="male",
        conditions=["Heart failure", "CKD"],
        medications=["Metformin"],
        labs=[Lab(name="Creatinine", value=1.8, unit="mg/dL")],
    )


def test_too_many_entries_name_the_field() -> None:
    with pytest.raises(FormError, match="check conditions"):
        context(Entry(conditions="\n".join(f"c{i}" for i in range(51))))
