"""Numbers in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.verify.numbers import missing
from copilot.verify.spelt import spelt


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Forty-three patients", [43]),
        ("Two hundred eighty-six patients", [286]),
        ("two hundred and eighty-six", [286]),
        ("One thousand two hundred", [1200]),
        ("five and six", [5, 6]),
        ("thirty or twelve", [30, 12]),
        ("a hundred reasons", []),
        ("the onset of often", []),
    ],
)
def test_values(text: str, values: list[float]) -> None:
    assert [value for _, _, value in spelt(text)] == values


def test_words_stand_on_digits_and_digits_on_words() -> None:
    assert missing("Of the patients, 43 were infants.", ["Forty-three patients were infants."]) == []
    assert missing("Two hundred eighty-six had it.", ["It was seen in 286 of them."]) == []
    assert missing("Forty-two had it.", ["Forty-three had it."]) == ["Forty-two"]


@given(st.text(alphabet="onetwhundrdsixyfr -", max_size=60))
def test_offsets_lie_in_the_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end, _ in spelt(text))
