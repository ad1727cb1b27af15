from __future__ import annotations

import pytest

from evals.quantities import find, one, quantities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("24.3% of 1,412 adults", [(24.3, "%"), (1412.0, "")]),
        ("0·62 (95% CI 0.45-0.83)", [(0.62, ""), (95.0, "%"), (0.45, ""), (0.83, "")]),
        ("FIB-4, CHA2DS2-VASc and COVID-19", []),
        ("eGFR is 45 mL/min/1.73 m2", [(45.0, "mL/min/1.73 m2")]),
        ("110 µmol/L, 110 umol/L", [(110.0, "umol/L"), (110.0, "umol/L")]),
        ("a 30-day readmission after 2 weeks", [(30.0, "days"), (2.0, "weeks")]),
        ("90 per cent.", [(90.0, "%")]),
        ("5 grams", [(5.0, "")]),
        ("1.2-3.4 and 65-79", [(1.2, ""), (3.4, ""), (65.0, ""), (79.0, "")]),
        ("10.5mg, 10mg and 5IU", [(10.5, "mg"), (10.0, "mg"), (5.0, "")]),
        ("arms 1, 2,3 of 12,345", [(1.0, ""), (2.0, ""), (3.0, ""), (12345.0, "")]),
        ("p<.05 at the 90th centile", [(0.05, ""), (90.0, "")]),
        ("a 65-year-old", [(65.0, "years")]),
        ("1,2345", [(1.0, ""), (2345.0, "")]),
    ],
)
def test_numbers_are_read_with_their_units(text: str, found: list[tuple[float, str]]) -> None:
    assert [(q.value, q.unit) for q in quantities(text)] == found


def test_a_wanted_unit_must_be_there() -> None:
    assert find("14.2%", "14.2 per 1,000") is None
    assert find("14.2", "14.2% of all")
    assert find("7 mg", "7 g") is None


def test_gold_is_one_number() -> None:
    with pytest.raises(ValueError, match="values"):
        one("2 to 8")
