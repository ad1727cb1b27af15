"""The shipped questions about the synthetic database find who was planted, and their intervals hold the truth."""

from collections import defaultdict

import pytest

from benchmarks.cohort_coverage import verdicts
from retrieval.cohort import registry
from retrieval.cohort.generate.planted import planted


def test_every_question_has_its_definition_and_the_other_way_round() -> None:
    asked = {question.name for question in planted().question}
    assert asked == {name for name in registry.names() if name.startswith("synthetic-")}


def test_question_and_definition_agree_on_window_and_arms() -> None:
    for question in planted().question:
        query = registry.load(question.name)
        assert (query.start_day, query.end_day) == (1, question.end_day)
        assert (query.comparator is None) == (question.comparator is None)
        assert query.lookback_days <= 400  # everyone's index date comes after 400 days of observation


@pytest.mark.slow
def test_intervals_hold_what_was_planted() -> None:
    """Four seeds; `benchmarks/cohort_coverage.py` does two hundred."""
    held: dict[str, list[bool]] = defaultdict(list)
    for _, (what, right) in verdicts(range(1, 5), persons=60_000):
        held[what].append(right)
    for what in ("risk, Wilson", "curve, last point", "hazard ratio, Cox regression"):
        assert sum(held[what]) / len(held[what]) >= 0.87, what
    assert len(held["risk, Wilson"]) == 4 * 11  # nothing suppressed, nothing lost
