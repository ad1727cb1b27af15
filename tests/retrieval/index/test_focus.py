from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.focus import focus

TEXT = "Gout hurts. We asked why. Diet and gout were linked. Death was rare. The end."


def found(within: tuple[int, int] = (0, len(TEXT)), **weights: float) -> str:
    start, end = focus(TEXT, weights, within)
    return TEXT[start:end]


def test_the_fewest_sentences_that_hold_most() -> None:
    assert found(diet=1.0, gout=1.0) == "Diet and gout were linked."
    assert found(diet=1.0, death=1.0) == "Diet and gout were linked. Death was rare."


def test_a_rare_word_outweighs_a_common_one() -> None:
    assert found(hurt=1.0, end=3.0) == "The end."


def test_the_earliest_of_equals() -> None:
    assert found(gout=1.0) == "Gout hurts."
    assert found(nothing=1.0) == "Gout hurts."


def test_only_within() -> None:
    assert found((12, len(TEXT)), gout=1.0) == "Diet and gout were linked."


def test_no_sentence_within() -> None:
    assert focus(TEXT, {}, (0, 3)) == (0, 3)


@given(st.text(max_size=200), st.dictionaries(st.text(max_size=5), st.floats(0.1, 5), max_size=4))
def test_always_inside_the_text(text: str, weights: dict[str, float]) -> None:
    start, end = focus(text, weights, (0, len(text)))
    assert 0 <= start <= end <= len(text)
