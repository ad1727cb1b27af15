"""Fusion: what must hold of any two candidate lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.fuse import fuse, normalise

scores = st.dictionaries(
    st.integers(0, 50), st.floats(-1e3, 1e3, allow_nan=False).map(lambda x: round(x, 3)), max_size=20
)


def test_average_of_both_lists() -> None:
    assert fuse({1: 10.0, 2: 5.0, 3: 0.0}, {2: 0.9, 3: 0.5, 4: 0.1}) == [
        (2, pytest.approx(0.75)),
        (1, pytest.approx(0.5)),
        (3, pytest.approx(0.25)),
        (4, pytest.approx(0.0)),
    ]


def test_one_list_keeps_its_order() -> None:
    assert [row for row, _ in fuse({7: 1.0, 3: 4.0, 5: 2.0})] == [3, 5, 7]


def test_equal_scores_are_all_best() -> None:
    assert normalise({1: 0.3, 2: 0.3}) == {1: 1.0, 2: 1.0}


def test_an_empty_list_changes_no_order() -> None:
    assert [row for row, _ in fuse({1: 3.0, 2: 9.0}, {})] == [2, 1]


@given(scores, scores)
def test_any_two_lists(a: dict[int, float], b: dict[int, float]) -> None:
    ranking = fuse(a, b)
    assert {row for row, _ in ranking} == a.keys() | b.keys()
    assert all(0 <= score <= 1 + 1e-9 for _, score in ranking)
    assert ranking == sorted(ranking, key=lambda item: (-item[1], item[0]))
    assert dict(ranking) == pytest.approx(dict(fuse(b, a)))


@given(scores, st.floats(0.1, 100), st.floats(-100, 100))
def test_a_list_counts_the_same_on_any_scale(a: dict[int, float], scale: float, shift: float) -> None:
    moved = {row: score * scale + shift for row, score in a.items()}
    assert normalise(moved) == pytest.approx(normalise(a), abs=1e-6)


@given(scores, scores)
def test_best_in_both_is_first(a: dict[int, float], b: dict[int, float]) -> None:
    a, b = a | {99: 2e3}, b | {99: 2e3}
    assert fuse(a, b)[0][0] == 99
