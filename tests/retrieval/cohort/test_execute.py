"""Counts of hand-written histories, each row of which is a rule of the query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cdms import FEMALE, MALE, condition, observed, person, write_cdm
from queries import AF, BLEED, STROKE, any_of, query

from retrieval.cohort.cdm import open_cdm
from retrieval.cohort.counts import CohortCounts, Members
from retrieval.cohort.execute import execute, explain
from retrieval.cohort.registry import load

INDEX = "2010-06-01"
Run = Callable[..., tuple[CohortCounts, Members]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(rows: dict[str, list[Any]], as_of: date | None = None, **changes: Any) -> tuple[CohortCounts, Members]:
        with open_cdm(write_cdm(tmp_path / "cdm.duckdb", rows), as_of=as_of) as cdm:
            return execute(query(**changes), cdm)

    return run


def history(*events: Any, start: str = "2005-01-01", end: str = "2015-01-01", **who: Any) -> dict[str, list[Any]]:
    """One person with atrial fibrillation on INDEX and `events`."""
    return {
        "person": [person(1, **who)],
        "observation_period": [observed(1, start, end)],
        "condition_occurrence": [condition(1, INDEX, AF), *events],
    }


def stroke(day: str) -> Any:
    return condition(1, day, STROKE)


@pytest.mark.parametrize(
    ("rows", "changes", "expected"),
    [
        # n, events, person-days
        (history(), {}, (1, 0, 90)),
        (history(stroke("2010-06-02")), {}, (1, 1, 1)),
        (history(stroke("2010-08-30")), {}, (1, 1, 90)),
        (history(stroke("2010-08-31")), {}, (1, 0, 90)),
        (history(stroke("2010-06-01")), {}, (0, 0, 0)),
        (history(stroke("2006-01-01")), {}, (0, 0, 0)),
        (history(stroke("2006-01-01")), {"washout_days": 365}, (1, 0, 90)),
        (history(stroke("2010-01-01"), stroke("2010-07-01")), {"washout_days": 365}, (0, 0, 0)),
        (history(stroke("2010-01-01"), stroke("2010-07-01")), {"washout_days": 0}, (1, 1, 30)),
        (history(start="2009-06-01"), {}, (1, 0, 90)),
        (history(start="2009-06-02"), {}, (0, 0, 0)),
        (history(start="2009-06-02"), {"lookback_days": 0}, (1, 0, 90)),
        (history(end="2010-06-11"), {}, (1, 0, 10)),
        (history(stroke("2010-06-11"), end="2010-06-11"), {}, (1, 1, 10)),
        (history(end=INDEX), {}, (1, 0, 0)),
        (history(stroke("2010-06-20")), {"start_day": 31}, (0, 0, 0)),
        (history(stroke("2010-07-20")), {"start_day": 31}, (1, 1, 19)),
        (history(born=1950), {"min_age": 60, "max_age": 60}, (1, 0, 90)),
        (history(born=1950), {"min_age": 61}, (0, 0, 0)),
        (history(sex=MALE), {"sex": "female"}, (0, 0, 0)),
        # the first event with the lookback counts, not the first of all
        (history(condition(1, "2005-02-01", AF), stroke("2010-06-02")), {}, (1, 1, 1)),
    ],
)
def test_one_person(run: Run, rows: dict[str, list[Any]], changes: dict[str, Any], expected: tuple[int, ...]) -> None:
    counts, _ = run(rows, **changes)
    assert counts.total("index") == expected


def test_death_ends_follow_up(run: Run) -> None:
    rows = history(stroke("2010-07-01")) | {"death": [{"person_id": 1, "death_date": "2010-06-21"}]}
    counts, _ = run(rows)
    assert counts.total("index") == (1, 0, 20)
    assert [bin.deaths for bin in counts.bins] == [1, 0, 0]


def test_an_outcome_on_the_day_of_death_counts(run: Run) -> None:
    rows = history(stroke("2010-06-21")) | {"death": [{"person_id": 1, "death_date": "2010-06-21"}]}
    assert run(rows)[0].total("index") == (1, 1, 20)


def test_nobody_is_followed_into_the_future(run: Run) -> None:
    counts, _ = run(history(end="2099-12-31"), as_of=date(2010, 6, 30))
    assert counts.total("index") == (1, 0, 29)
    assert counts.data.last_data == date(2010, 6, 30)


def test_bins_add_up(run: Run) -> None:
    counts, _ = run(history(stroke("2010-07-15")), bin_days=40)
    bins = [(b.start, b.end, b.at_risk, b.events, b.censored, b.person_days) for b in counts.bins]
    assert bins == [(1, 41, 1, 0, 0, 40), (41, 81, 1, 1, 0, 4), (81, 91, 0, 0, 0, 0)]


def test_arms_by_first_entry(run: Run) -> None:
    days = {1: {AF: INDEX}, 2: {BLEED: INDEX}, 3: {AF: INDEX, BLEED: "2010-05-01"}, 4: {AF: INDEX, BLEED: INDEX}}
    rows = {
        "person": [person(id) for id in days],
        "observation_period": [observed(id, "2005-01-01", "2015-01-01") for id in days],
        "condition_occurrence": [condition(id, day, what) for id, had in days.items() for what, day in had.items()],
    }
    _, members = run(rows, comparator=any_of(BLEED))
    assert {arm: set(who) for arm, who in members.at_risk.items()} == {"index": {1}, "comparator": {2, 3}}


def test_strata_and_composition(run: Run) -> None:
    rows = {
        "person": [person(1, 1915, FEMALE), person(2, 1950, MALE), person(3, 1980, MALE)],
        "observation_period": [observed(id, "2005-01-01", "2015-01-01") for id in (1, 2, 3)],
        "condition_occurrence": [condition(1, INDEX), condition(2, INDEX), condition(2, "2010-06-05", STROKE)],
    }
    counts, members = run(rows, breakdown="sex")
    assert [(s.sex, s.age_band, s.level, s.n, s.events) for s in counts.strata] == [
        ("female", "90+", "female", 1, 0),
        ("male", "60-64", "male", 1, 1),
    ]
    shares = {(c.variable, c.level): (c.cohort_n, c.source_n) for c in counts.composition}
    assert shares["sex", "male"] == (1, 2) and shares["race", "White"] == (2, 3)
    assert set(members.levels["index", "male"]) == {2} == set(members.events["index"])
    assert "1" not in repr(members)


@pytest.mark.sample
@pytest.mark.parametrize(
    ("name", "index", "comparator"),
    [
        ("eunomia-celecoxib-gi-bleed-90d", (1800, 355), (0, 0)),
        ("eunomia-diclofenac-gi-bleed-90d", (830, 124), (0, 0)),
        ("eunomia-celecoxib-vs-diclofenac-gi-bleed-90d", (1800, 355), (830, 124)),
        ("eunomia-af-stroke-5y", (123, 8), (0, 0)),
    ],
)
def test_known_counts_of_the_sample(
    name: str, index: tuple[int, int], comparator: tuple[int, int], eunomia: Path
) -> None:
    with open_cdm(eunomia) as cdm:
        counts, _ = execute(load(name), cdm)
    assert (counts.total("index")[:2], counts.total("comparator")[:2]) == (index, comparator)
    if counts.fits:
        fit = counts.fits[0]
        assert (round(fit.estimate, 2), round(fit.lo, 2), round(fit.hi, 2)) == (1.34, 1.10, 1.65)


def test_the_definition_in_words() -> None:
    said = explain(query(min_age=65, sex="female", washout_days=30))
    for words in ("365 days", "65 years or older", "Sex: female", "30 days before", "day 1 to day 90"):
        assert words in said
