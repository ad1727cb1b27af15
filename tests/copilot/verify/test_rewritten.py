"""Quantities written otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.verify.numbers import missing


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("About 20% died.", "19.7% died."),
        ("Approximately 1,200 patients were studied.", "1,204 patients were studied."),
        ("Nearly 0.8 of them died.", "0.79 of them died."),
        ("Glucose above 7 mmol/L was a risk.", "Glucose above 126 mg/dL was a risk."),
        ("Creatinine of 1.5 mg/dL was found.", "A creatinine of 133 umol/L was found."),
        ("The LDL cholesterol fell to 70 mg/dL.", "The LDL cholesterol fell to 1.8 mmol/L."),
    ],
)
def test_rounded_as_said_or_converted_by_analyte_is_the_same(claim: str, passage: str) -> None:
    assert missing(claim, [passage]) == []


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("20% died.", "19.7% died."),
        ("About 20% died.", "18.9% died."),
        ("About 21.0% died.", "20.8% died."),
        ("About 20 mg was given.", "About 20 g was given."),
        ("Glucose above 7 mmol/L was a risk.", "Glucose above 140 mg/dL was a risk."),
        ("Glucose above 7 mmol/L was a risk.", "Calcium above 126 mg/dL was a risk."),
        ("Urea of 7 mmol/L was a risk.", "Glucose of 126 mg/dL was a risk."),
    ],
)
def test_another_number_unit_or_analyte_is_not(claim: str, passage: str) -> None:
    assert missing(claim, [passage]) != []


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_without_a_hedge_only_the_number_itself_will_do(said: int, held: int) -> None:
    assert (missing(f"There were {said} deaths.", [f"There were {held} deaths."]) == []) == (said == held)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("About 5% of women had a contracture.", "The incidence of contracture was 4.7%."),
        ("New cases fell by some 36%.", "New cases decreased by 35.90%."),
        ("Fewer than 2% had a rupture.", "The incidence of rupture was 1.6%."),
        ("They had over five times the odds.", "(AOR = 5.64; 95% CI 2.48-7.30)"),
        ("Just under 20% died.", "19.7% died."),
        ("The hazard of death was 80% higher.", "Death was more frequent (hazard ratio [HR], 1.80; P<0.001)."),
        ("Those who stopped had 17% fewer strokes.", "Abstainers had fewer strokes (HR 0.83, 95% CI 0.71-0.97)."),
        ("Mortality was 12% lower.", "reduced mortality (>100 miles: HR = 0.877)"),
        ("About one in five died.", "19.2% died."),
        ("Roughly four in ten had complications.", "Morbidity was 41%."),
        ("A quarter had IgG and a fifth had IgM.", "IgM prevalence was 20%, and IgG prevalence was 24%."),
        ("Just over half of them relapsed.", "Relapse was seen in 51.8%."),
        ("More than half relapsed.", "Relapse was seen in 58%."),
        ("Almost one in ten children were positive.", "a seroprevalence of 9.5%"),
        ("A third of the patients died.", "The proportion who died was 0.33."),
        ("The risk was cut by a third.", "fewer events (RR 0.66, 95% CI 0.5 to 0.9)"),
        ("The hazard was 80% higher.", "The hazard ratio of mortality among patients with diabetes was 1.80."),
        ("They had 17% fewer strokes.", "rate ratios, 0.75 [0.70, 0.81] for non-drinkers and 0.83 for abstainers"),
        ("It raised admissions by half.", "admissions for heart failure (aHR 1.51)"),
        ("33% died.", "One in three died."),
        ("Five of 12 patients died.", "Five of the 12 patients died."),
    ],
)
def test_said_in_words_rounded_or_as_a_change_is_the_same(claim: str, passage: str) -> None:
    assert missing(claim, [passage]) == []


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Just over 20% died.", "19.7% died."),
        ("Nearly 20% died.", "20.3% died."),
        ("Fewer than 2% had a rupture.", "The incidence of rupture was 2.6%."),
        ("More than 20% died.", "41% died."),
        ("No more than 20% died.", "24% died."),
        ("Not less than 20% died.", "16% died."),
        ("Patients over 60 years were studied.", "Patients aged 65 years were studied."),
        ("More than 60% took it.", "More than 62% took it."),
        ("The hazard was 80% higher.", "reduced mortality (HR 0.80)"),
        ("The hazard was 80% lower.", "(hazard ratio 1.80)"),
        ("The hazard was 20% higher.", "(HR 0.80)"),
        ("Mortality was 25% lower.", "Age and mortality were correlated (r = 0.75)."),
        ("About one in four died.", "19.2% died."),
        ("One in five died.", "2 of 5 sites had 14% deaths."),
        ("Half of them relapsed.", "Relapse was seen in 58%."),
        ("More than half relapsed.", "Relapse was seen in 48%."),
        ("Nearly a third of them died.", "36% died."),
        ("A third of them died.", "The hazard ratio was 0.33."),
        ("The risk was cut by a third.", "fewer events (RR 0.33)"),
    ],
)
def test_another_share_change_or_side_is_not(claim: str, passage: str) -> None:
    assert missing(claim, [passage]) != []
