"""Shares in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.verify.numbers import missing, quantities
from copilot.verify.shares import shares


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Roughly one in three died", {"one in three": 1 / 3}),
        ("a quarter had IgG and a fifth of them IgM", {"a quarter": 0.25, "a fifth": 0.2}),
        ("fewer than a third were well", {"a third": 1 / 3}),
        ("about two fifths and three-quarters", {"two fifths": 0.4, "three-quarters": 0.75}),
        ("one half, half of the patients", {"one half": 0.5, "half": 0.5}),
        ("three out of four, 1 in 1,000 births", {"three out of four": 0.75, "1 in 1,000": 0.001}),
        ("one in every ten", {"one in every ten": 0.1}),
        ("a third dose, the third quarter, a half-life, half an hour, one and a half times", {}),
        ("3 in 2019, two in 14 days, two of three trials, 5 in 1.5", {}),
    ],
)
def test_values(text: str, found: dict[str, float]) -> None:
    assert {text[start:end]: value for start, end, value in shares(text)} == pytest.approx(found)


def test_the_numbers_of_a_share_are_its_parts() -> None:
    (share,) = quantities("one in five")
    assert (share.share, share.value, [part.value for part in share.parts]) == (True, 0.2, [1, 5])


@given(st.integers(1, 9), st.integers(2, 10), st.floats(0, 100).map(lambda x: round(x, 1)))
def test_a_share_stands_on_a_percentage_near_it_and_on_no_other(part: int, full: int, held: float) -> None:
    if part >= full:
        return
    said = 100 * part / full
    stands = missing(f"About {part} out of {full} died.", [f"Of them {held}% died."]) == []
    assert not stands or abs(said - held) <= 2.5 + 1e-6
    assert stands or abs(said - held) > min(2.5, said / 8) - 1e-6


@given(st.text(alphabet="onetwhreinoutfhalathirdquarter5 10-", max_size=60))
def test_any_text_holds_itself(text: str) -> None:
    assert missing(text, [text]) == []
    assert all(0 <= start < end <= len(text) for start, end, _ in shares(text))
