"""Editions of guidelines."""

from __future__ import annotations

from typing import Any

import pytest

from retrieval.evidence import Evidence, Grade, Source
from retrieval.literature.supersede import superseded


def guideline(id: str, title: str, year: int | None, organisation: str | None = "ESC", **more: Any) -> Evidence:
    source, grade = Source(organisation=organisation), Grade(year=year)
    return Evidence(id=id, kind=more.get("kind", "guideline"), title=title, text="x", source=source, grade=grade)


def test_the_newer_edition_of_the_same_organisation_replaces_the_older_one() -> None:
    old = guideline("old", "2016 ESC Guidelines for heart failure — Diuretics", 2016)
    middle = guideline("middle", "2018 ESC Guidelines for heart failure", 2018)
    new = guideline("new", "2021 ESC Guidelines for heart failure — Devices", 2021, "esc")
    assert superseded([old, new, middle]) == {"old": "new", "middle": "new"}


def test_another_topic_organisation_or_kind_and_unknown_years_are_left() -> None:
    new = guideline("new", "Guideline for heart failure", 2021)
    others = [
        guideline("topic", "Guideline for atrial fibrillation", 2016),
        guideline("organisation", "Guideline for heart failure", 2016, "AHA"),
        guideline("nobody", "Guideline for heart failure", 2016, None),
        guideline("year", "Guideline for heart failure", None),
        guideline("paper", "Guideline for heart failure", 2016, kind="literature"),
        guideline("section", "Guideline for heart failure — Drugs", 2021),
    ]
    assert superseded([new, *others]) == {}


def paper(id: str, title: str, year: int, text: str = "x") -> Evidence:
    return Evidence(id=id, kind="literature", title=title, text=text, grade=Grade(year=year))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Frailty and stroke: a meta-analysis", "Frailty did no harm. This replaces our analysis of 1997."),
        ("Frailty and stroke", "Our review of 1997, which found no effect, is replaced."),
        ("Frailty and stroke: an update of our review of 1997", "Frailty did no harm."),
    ],
)
def test_later_texts_say_in_several_ways_what_they_replace(title: str, text: str) -> None:
    old = paper("old", "Frailty and stroke: an analysis of three series", 1997)
    assert superseded([old, paper("new", title, 2022, text)]) == {"old": "new"}
    assert superseded([old, paper("new", "Gout", 2022, "This replaces our analysis of 1997 of gout.")]) == {}
    assert superseded([old, paper("new", title, 1996, text)]) == {}


def test_a_review_that_a_later_text_withdraws_gives_way_to_it() -> None:
    old = paper("old", "Frailty and stroke in adults with AF: a review", 1997)
    said = "The review of frailty and stroke of 1997 is withdrawn by its authors as outdated."
    notice = paper("notice", "Update of the review of 1997 in adults with AF", 2022, said)
    other = paper("other", "Diet and gout in children: a review", 1997)
    trial = paper("trial", "Frailty and stroke in adults with AF: a trial", 1997)
    newer = paper("newer", "Frailty and stroke in adults with AF: a review", 2020)
    assert superseded([old, notice, other, trial, newer]) == {"old": "notice"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "2019 ESC Guidelines for the diagnosis and management of acute pulmonary embolism",
            "2021 ESC Guidelines for the diagnosis and treatment of acute and chronic heart failure",
        ),
        ("Hypertension in adults: diagnosis and management", "Hypertension in pregnancy: diagnosis and management"),
        ("Type 1 diabetes in adults", "Type 2 diabetes in adults: management"),
    ],
)
def test_a_neighbouring_topic_of_the_same_organisation_replaces_nothing(old: str, new: str) -> None:
    assert superseded([guideline("old", old, 2019), guideline("new", new, 2021)]) == {}
