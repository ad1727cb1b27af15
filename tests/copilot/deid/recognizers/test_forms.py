"""Structured identifiers in the forms that charts, dictations and fax sheets give them, beside their look-alikes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.deid.detect import Detector

Hidden = Callable[[str], list[tuple[str, str]]]

FORMS = (
    *(("93yof with a fall", "93yof", "AGE"), ("F/93 admitted", "93", "AGE"), ("94/F", "94/F", "AGE")),
    ("miss temple, 102yo", "102yo", "AGE"),  # a temple is no temperature
    *(("her 94th birthday", "94th birthday", "AGE"), ("born 1929", "1929", "AGE"), ("pt 93yrs", "93", "AGE")),
    *(("MRN H/12/3456", "H/12/3456", "MRN"), ("unit no. 44.88.12", "44.88.12", "MRN")),
    *(("4488 (MRN)", "4488", "MRN"), ("account ending 4412", "4412", "ACCOUNT")),
    *(("randomization no. 4412", "4412", "ID"), ("subject 044-012", "044-012", "ID")),
    *(("SSN ending 4412", "4412", "SSN"), ("SSN last four of 4412", "4412", "SSN")),
    *(("reg. no. AB12 CDE", "AB12 CDE", "VEHICLE"), ("licence plate abc 123", "abc 123", "VEHICLE")),
    *(("VIN ending 4352", "4352", "VEHICLE"), ("lens serial 12345678 012", "12345678 012", "DEVICE")),
    *(("x4412", "4412", "PHONE"), ("bleep 4412", "4412", "PHONE")),
    *((f"seen {written}", written, "DATE") for written in ("14/iii/24", "14-Mar", "14Mar", "Mar/24", "14/03-2024")),
    *((f"seen {written}", written, "DATE") for written in ("3/14-16/24", "March 14-16, 2024", "3 14 2024")),
    *(("DOB: 3 14 50", "3 14 50", "DATE"), ("Monday 14/3", "Monday 14/3", "DATE")),
    ("on march fourteenth", "march fourteenth", "DATE"),
    ("here til the 12th", "the 12th", "DATE"),
    *(("next CPA 14/5, dietetics joint", "14/5", "DATE"), ("CT report, Acc 7720-CT-11843", "7720-CT-11843", "ID")),
    *((f"works on {name}", name, "FACILITY") for name in ("MV Coral Meridian", "HMS Thornhaven", "USS Corrigan")),
    *((f"served with {name}", name, "FACILITY") for name in ("3-418th Infantry", "2/19th Wimmera Rifles", "45 Sqn")),
    *(("spelled K O W A L C Z Y K", "K O W A L C Z Y K", "NAME"), ("surname kess k e s s", "k e s s", "NAME")),
    *((f"well since {feast}", feast, "DATE") for feast in ("Hogmanay", "xmas", "St David's Day", "CNY", "Lent")),
    *(("lic. TX M8817", "TX M8817", "LICENSE"), ("the lady in bed 14B", "14B", "ID"), ("from room 412", "412", "ID")),
)
LOOK_ALIKES = (
    "Temp 99 F, SpO2 93 on RA, CRP (93).",
    "The mean age 93 was no outlier; ages 93 to 97.",
    "MoCA 22/30, pain 4/10, murmur 3/6, on 2-3 L.",
    "Plates 96, platelets 96, plate 12.",
    "SN60WF lens, Oct-4 staining, CD19 cells, SNP 123.",
    "One, two or three doses; two four-hour visits.",
    "x1000 dilution",
    "bed 2 days, then bay 4",
    "The A B C of care; two weeks lent.",
    "3 paras below, 2 wing sutures, 12 inf leads",
)
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@pytest.mark.parametrize(("text", "expected", "label"), FORMS)
def test_a_form_is_hidden(hidden: Hidden, text: str, expected: str, label: str) -> None:
    found = hidden(text)
    assert any(expected in part or part in expected for part, its in found if its == label)
    assert not any(c.isdigit() for c in _left(text, found))


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_look_alike_stays(hidden: Hidden, text: str) -> None:
    assert hidden(text) == []


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["MRN ", "medical record number is ", "call me at ", "social security number "]),
    st.lists(st.sampled_from(WORDS), min_size=4, max_size=11),
    st.sampled_from([" ", ", ", "-"]),
)
def test_a_dictated_number_is_hidden_whole(rules_detector: Detector, cue: str, digits: list[str], gap: str) -> None:
    text = cue + gap.join(digits) + " please"
    start, end = len(cue), len(text) - len(" please")
    assert any(hit.start <= start and end <= hit.end for hit, _ in rules_detector.detect(text).hits)


def _left(text: str, found: list[tuple[str, str]]) -> str:
    for part, _ in found:
        text = text.replace(part, " ", 1)
    return text
