"""Numbers: the same quantity in another writing holds; another quantity does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.verify.numbers import displaced, missing, quantities


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Mortality was 19.2%.", "Mortality was 19.2 percent."),
        ("Mortality was 19.2%.", "The proportion who died was 0.192."),
        ("1,204 patients were enrolled.", "We enrolled 1204 patients."),
        ("1204 patients were enrolled.", "We enrolled 1\u2009204 patients."),
        ("The hazard ratio was 1.5.", "The hazard ratio was 1·5."),
        ("P was < .001.", "The difference was significant (p<0.001)."),
        ("It fell by 0.5 mmol/L.", "The change was −0.5 mmol/L."),
        ("Twelve sites took part.", "The 12 sites were urban."),
        ("The risk was 17.0-21.5%.", "95% CI 17.0 to 21.5"),
        ("Doses of 40 mg were given.", "They received 40mg daily."),
        ("One patient died.", "A patient died."),
    ],
)
def test_the_same_quantity_holds(claim: str, passage: str) -> None:
    assert missing(claim, [passage]) == []


@pytest.mark.parametrize(
    ("claim", "passage", "lost"),
    [
        ("Mortality was 19.3%.", "Mortality was 19.2%.", ["19.3%"]),
        ("Doses of 40 mg were given.", "They received 40 g daily.", ["40 mg"]),
        ("After 30 days, 8 had died.", "After 30 months, 8 had died.", ["30 days"]),
        ("P was > 0.05.", "P < 0.05", ["0.05"]),
        ("The change was -0.5.", "The change was 0.5.", ["0.5"]),
        ("Three trials agree.", "Two trials agree.", ["Three"]),
        ("Risk was 1.92%.", "Risk was 19.2%.", ["1.92%"]),
        ("Statins reduced mortality by 80%.", "Statins reduced mortality (HR 0.80).", ["80%"]),
        ("6 patients improved.", "Patients with COVID-19 had IL-6 measured.", ["6"]),
    ],
)
def test_another_quantity_does_not(claim: str, passage: str, lost: list[str]) -> None:
    assert [item.strip() for item in missing(claim, [passage])] == lost


@given(st.integers(1, 999), st.integers(0, 9))
def test_a_share_is_its_percentage(whole: int, tenth: int) -> None:
    percent = f"{whole / 10:.1f}"
    assert missing(f"The risk was {percent}%.", [f"The risk was {whole / 1000:.3f} of all."]) == []
    assert missing(f"The risk was {whole / 1000:.3f}.", [f"The risk was {percent}%."]) == []


@given(st.integers(1000, 9_999_999))
def test_thousands_may_be_grouped(value: int) -> None:
    assert missing(f"{value} persons.", [f"{value:,} persons."]) == []
    assert missing(f"{value:,} persons.", [f"{value} persons."]) == []
    assert missing(f"{value:,} persons.", [f"{value + 1:,} persons."]) != []


@given(st.decimals(0, 50, places=2), st.decimals(0, 50, places=2), st.sampled_from(["-", " to ", "–", ", ", "; "]))
def test_an_interval_may_be_written_in_any_way(low: object, high: object, between: str) -> None:
    claim = f"The ratio was within {low} to {high} (95% CI)."
    assert missing(claim, [f"95% CI: {low}{between}{high}"]) == []


@given(st.floats(2, 20).map(lambda x: round(x, 1)))
def test_glucose_in_either_unit(value: float) -> None:
    converted = f"{value * 18.016:.0f} mg/dL"
    assert missing(f"Glucose was {value} mmol/L.", [f"Glucose was {converted}."]) in ([], [f"{value} mmol/L"])
    assert missing(f"Glucose was {value} mmol/L.", [f"Glucose was {value * 40:.0f} mg/dL."]) != []


def test_rounding_is_fair_where_it_is_stated() -> None:
    assert missing("About 20% died.", ["19.7% died."]) == []
    assert missing("20% died.", ["19.7% died."]) == ["20%"]
    assert missing("About 30% died.", ["19.7% died."]) == ["30%"]


def test_digits_inside_names_are_no_numbers() -> None:
    assert quantities("COVID-19, IL-6, p53, B12, H1N1, CYP2D6 and SARS-CoV-2 were named.") == []


def test_numbers_that_changed_places_are_found() -> None:
    passage = "Stroke occurred in 8.2% of the warfarin group and 12.4% of the aspirin group."
    assert displaced("Stroke occurred in 12.4% of the warfarin group and 8.2% of the aspirin group.", passage)
    assert not displaced(passage, passage)


@given(
    st.floats(min_value=0.01, max_value=1e6, allow_nan=False).map(lambda x: round(x, 2)),
    st.sampled_from(["%", " mg", " days", ""]),
)
def test_a_number_stands_on_itself_and_not_on_its_neighbour(value: float, unit: str) -> None:
    text = f"The value was {value:.2f}{unit} at the end."
    assert missing(text, [text]) == []
    assert missing(text, [f"The value was {value + 0.01:.2f}{unit} at the end."]) != []


@given(st.text(max_size=200))
def test_any_text_is_read_without_error_and_holds_itself(text: str) -> None:
    assert missing(text, [text]) == []
    assert all(text[q.start : q.end] for q in quantities(text))
