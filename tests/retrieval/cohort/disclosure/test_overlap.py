from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap64
from scipy.optimize import linprog

from retrieval.cohort.disclosure.distance import is_far
from retrieval.cohort.disclosure.overlap import Span, too_close

FLOOR = 11
N = 120


def span_of(*groups: BitMap64) -> Span:
    span = Span([], [])
    for group in groups:
        place = span.place(group, 1)
        if place.verdict == "far":
            span.add(group, place.row)
    return span


def least_sum(group: BitMap64, others: list[BitMap64]) -> float:
    """Least sum of absolute differences between `group` and combinations of `others`, by linear programming."""
    design = np.array([[float(p in other) for other in others] for p in range(N)])
    target = np.array([float(p in group) for p in range(N)])
    k = len(others)
    goal = np.concatenate([np.zeros(k), np.ones(N)])
    rows = np.vstack([np.hstack([design, -np.eye(N)]), np.hstack([-design, -np.eye(N)])])
    best = linprog(goal, rows, np.concatenate([target, -target]), bounds=[(None, None)] * k + [(0, None)] * N)
    return float(best.fun)


def test_one_dropped_and_one_doubled_person_are_two_apart() -> None:
    a = BitMap64(range(100))
    assert too_close(a, (a - BitMap64([3])) | BitMap64([200]), 10_000, FLOOR)
    assert not too_close(a, a, 10_000, FLOOR)
    assert not too_close(a, BitMap64(range(11, 100)), 10_000, FLOOR)


def test_a_complement_is_the_same_knowledge() -> None:
    assert too_close(BitMap64(range(100)), BitMap64(range(105, 1000)), 1000, FLOOR)
    assert not too_close(BitMap64(range(100)), BitMap64(range(100, 1000)), 1000, FLOOR)


@pytest.mark.parametrize("few", [1, 5, 10])
def test_the_general_tracker_is_near_the_span(few: int) -> None:
    everyone, tracker, target = BitMap64(range(1000)), BitMap64(range(0, 1000, 2)), BitMap64(range(400, 400 + few))
    span = span_of(everyone, tracker | target)
    assert span.place((everyone - tracker) | target, FLOOR).verdict == "near"


def test_a_sum_of_many_parts_is_near_the_span() -> None:
    parts = [BitMap64(range(i, i + 50)) for i in range(0, 500, 50)]
    span = span_of(BitMap64(range(500)), *parts[:-1])
    assert span.place(parts[-1], FLOOR).verdict == "inside"
    assert span.place(parts[-1] - BitMap64([499]), FLOOR).verdict == "near"
    assert span.place(parts[-1] - BitMap64(range(480, 500)), FLOOR).verdict == "far"


def test_twelve_of_thirty_are_far_though_half_of_thirty_is_close_in_squares() -> None:
    span = span_of(BitMap64(range(30)))
    assert span.place(BitMap64(range(12)), FLOOR).verdict == "far"
    assert span.place(BitMap64(range(20)), FLOOR).verdict == "near"


groups = st.lists(st.frozensets(st.integers(0, N - 1), min_size=FLOOR, max_size=80), min_size=2, max_size=7)


@settings(max_examples=60, deadline=None)
@given(groups)
def test_far_is_proven(members: list[frozenset[int]]) -> None:
    group, *others = (BitMap64(m) for m in members)
    assert not (is_far(group, others, FLOOR - 1) and least_sum(group, others) <= FLOOR - 1 - 1e-6)


def test_far_is_found_for_groups_at_random() -> None:
    rng = np.random.default_rng(1)
    found = []
    for _ in range(60):
        *others, group = (BitMap64(np.flatnonzero(rng.random(N) < 0.3)) for _ in range(6))
        if least_sum(group, others) > FLOOR:
            found.append(is_far(group, others, FLOOR - 1))
    assert len(found) > 30
    assert all(found)
