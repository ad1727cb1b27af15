"""A synthetic cohort by subgroup: predicted, planted and observed risk, after disclosure control.

The model knows age and not race, as many published scores; what it misses was planted, and is known.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from evals.table_attack import counts_of
from retrieval.cohort import registry
from retrieval.cohort.cdm import open_cdm
from retrieval.cohort.disclosure.decide import decide
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.execute import execute
from retrieval.cohort.generate.planted import Arm, Question, Story, planted
from retrieval.cohort.generate.truth import arm_truth

AXES = ("everyone", "age", "sex", "race", "rurality")
_BANDS = ((0, "18 to 49"), (50, "50 to 59"), (60, "60 to 69"), (70, "70 to 79"), (80, "80 or older"))
EXPECTED = 25
"""Least expected events of a group: below 11 observed it is hidden, which then has a chance of 1 in 1,000."""
_ELSEWHERE = 100_000
"""Persons of each group outside the cohort: many, so that no group is small among everyone."""


class Cell(NamedTuple):
    """Persons of one level and like age. `n` and `events` are None where they may not be shown.

    `predicted` and `planted` are mean risks, rounded; `persons` is the true size, for saying how many are not shown.
    """

    level: str
    band: str
    n: int | None
    events: int | None
    predicted: float
    planted: float
    persons: int


def cells(database: Path, question: str, axis: str) -> list[Cell]:
    """The cohort of a shipped question in a generated database, by the levels of one of AXES and by age."""
    persons = _persons(database, question)
    grouped = [
        ((level, " and ".join(dict.fromkeys(rows.band))), rows)
        for level, all_ in persons.groupby(axis, sort=True)
        for rows in _enough([rows for _, rows in all_.groupby("band", sort=True)])
    ]
    table = [(len(rows), int(rows.event.sum()), len(rows) + _ELSEWHERE) for _, rows in grouped]
    shown = {level.level: level for level in decide(counts_of(table), Policy()).levels}
    return [
        Cell(
            level=str(level),
            band=str(band),
            n=shown[f"l{i}"].n.value,
            events=shown[f"l{i}"].events.value,
            predicted=round(float(rows.predicted.mean()), 4),
            planted=round(float(rows.planted.mean()), 4),
            persons=len(rows),
        )
        for i, ((level, band), rows) in enumerate(grouped)
    ]


def _enough(bands: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """Neighbouring bands together until enough events are expected in each.

    By what is expected and not by what is observed: were small observed counts left out, risk would look too high.
    """
    merged: list[pd.DataFrame] = []
    for rows in bands:
        if merged and merged[-1].predicted.sum() < EXPECTED:
            merged[-1] = pd.concat([merged[-1], rows])
        else:
            merged.append(rows)
    if len(merged) > 1 and merged[-1].predicted.sum() < EXPECTED:
        last = merged.pop()
        merged[-1] = pd.concat([merged[-1], last])
    return merged


@cache
def _persons(database: Path, name: str) -> pd.DataFrame:
    """One row a member: the levels of AXES, band, event, predicted and planted risk."""
    with open_cdm(database) as cdm:
        _, members = execute(registry.load(name), cdm)
    with duckdb.connect(str(database), read_only=True) as connection:
        frame = connection.execute(_SQL).df()
    frame = frame[frame.person_id.isin(set(members.at_risk["index"]))].copy()
    frame["event"] = frame.person_id.isin(set(members.events["index"]))
    frame["everyone"] = "everyone"
    frame["band"] = [_band(age) for age in frame.years]
    frame["age"] = frame.band
    question = next(one for one in planted().question if one.name == name)
    story = planted().named(question.story)
    arm = next(one for one in story.arm if one.name == question.index)
    frame["predicted"] = [_risk(question, story, arm, _factor(story, age)) for age in frame.years]
    ratio = [story.black if race == "black" else 1.0 for race in frame.race]
    frame["planted"] = [
        _risk(question, story, arm, _factor(story, age) * times)
        for age, times in zip(frame.years, ratio, strict=True)
    ]
    return frame


_SQL = """
SELECT p.person_id, CASE p.gender_concept_id WHEN 8532 THEN 'female' ELSE 'male' END AS sex,
    p.race_source_value AS race, l.location_source_value AS rurality,
    (year(v.visit_end_date) - p.year_of_birth) // 5 * 5 + 2.5 AS years
FROM person p JOIN location l USING (location_id) JOIN visit_occurrence v USING (person_id)
WHERE v.visit_occurrence_id % 100 = 90
"""
"""Visit 90 is the index of a planted history (`generate/records.sql`); ages as the planting takes them."""


def _factor(story: Story, age: float) -> float:
    return float(story.per_decade ** ((age - story.age) / 10))


@cache
def _risk(question: Question, story: Story, arm: Arm, factor: float) -> float:
    return float(arm_truth(planted(), story, arm, question, {factor: 1})["risk"])


def _band(age: float) -> str:
    return next(name for start, name in reversed(_BANDS) if age >= start)
