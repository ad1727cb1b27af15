"""From a question and a person to cohort queries: the narrowest first, then wider, each with what was given up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from retrieval.cohort import define
from retrieval.cohort.asked import Asked
from retrieval.cohort.concepts import Resolved, Resolver
from retrieval.cohort.query import CohortQuery, Sex
from retrieval.cohort.words import days
from retrieval.subject import Subject, Term

NEAR, WIDE = 5, 10
"""Years around the person's age: the same decade, then about a generation of patients."""
_MOST_HISTORY = 1
"""Further conditions or drugs that people like this one must share; two leave few people in most databases."""


class Candidate(NamedTuple):
    """One query, and in words what it gave up against the one before; empty for the first."""

    query: CohortQuery
    widened: tuple[str, ...]


class _Step(NamedTuple):
    span: int | None
    sex: Sex | None
    history: tuple[tuple[str, Resolved], ...]
    gave_up: str


def candidates(asked: Asked, subject: Subject, resolver: Resolver) -> list[Candidate]:
    """Queries for "what happened to patients like this one", narrowest first; none if the question asks none.

    A readmission is counted only by the site's own named definition: its index date is a discharge, which differs
    between databases.
    """
    if not asked.asks or asked.special == "readmission":
        return []
    known = list(_known(subject, resolver))
    index = asked.index or next((found for _, found in known if found != asked.outcome), None)
    if index is None or not _countable(index) or (asked.outcome and not _countable(asked.outcome)):
        return []
    history = tuple(
        (text, found) for text, found in known if _countable(found) and not _same(found, index, asked.outcome)
    )[:_MOST_HISTORY]
    return [
        Candidate(_query(asked, subject, index, step), tuple(given))
        for step, given in _widening(_steps(subject, history))
    ]


def _steps(subject: Subject, history: tuple[tuple[str, Resolved], ...]) -> Iterator[_Step]:
    aged, sex = subject.age is not None, subject.sex
    near, wide = (NEAR, WIDE) if aged else (None, None)
    if history:
        yield _Step(near, sex, history, "")
    yield _Step(near, sex, (), f"patients without {' or '.join(text for text, _ in history)} count as well")
    if aged:
        yield _Step(wide, sex, (), f"ages within {WIDE} years count")
    if sex:
        yield _Step(wide, None, (), "both sexes count")
    if aged:
        yield _Step(None, None, (), "all ages count")


def _widening(steps: Iterator[_Step]) -> Iterator[tuple[_Step, list[str]]]:
    given: list[str] = []
    for number, step in enumerate(steps):
        if number:
            given = [*given, step.gave_up]
        yield step, given


def _query(asked: Asked, subject: Subject, index: Resolved, step: _Step) -> CohortQuery:
    low, high = _ages(subject, step.span)
    happened = f"{_outcome_name(asked)} within {days(asked.days)}"
    history = [(text, found.concepts) for text, found in step.history]
    population = _population(index.term, step, low, high)
    return CohortQuery(
        name=_slug(f"{index.term}-{_outcome_name(asked)}-{asked.days}d"),
        title=f"{happened[0].upper()}{happened[1:]}: {population}"[:200],
        purpose="clinical question",
        population=population[:200],
        comparator_population=asked.against.term if asked.against else "",
        outcome_name=_outcome_name(asked)[:200],
        index_event=define.first_event(index.term, index.concepts, history),
        comparator=define.first_event(asked.against.term, asked.against.concepts) if asked.against else None,
        outcome=define.any_event(asked.outcome.term, asked.outcome.concepts) if asked.outcome else define.death(),
        end_day=asked.days,
        min_age=low,
        max_age=high,
        sex=step.sex,
    )


def _outcome_name(asked: Asked) -> str:
    return asked.outcome.term if asked.outcome else "death"


def _population(index: str, step: _Step, low: int | None, high: int | None) -> str:
    who = {"female": "women", "male": "men", None: "patients"}[step.sex]
    ages = "" if low is None else f" aged {low} or older" if high is None else f" aged {low} to {high}"
    having = "".join(f" and {text}" for text, _ in step.history)
    return f"{who}{ages} with a first record of {index}{having}"


def _ages(subject: Subject, span: int | None) -> tuple[int | None, int | None]:
    """Ages within `span` years. From 90 on ages are not told apart, so the band is open at the top."""
    if subject.age is None or span is None:
        return None, None
    high = subject.age + span
    return max(0, subject.age - span), None if high >= 90 else high


def _known(subject: Subject, resolver: Resolver) -> Iterator[tuple[str, Resolved]]:
    """The person's conditions, then drugs, that the database knows."""
    terms: Sequence[Term] = (*subject.conditions, *subject.drugs)
    for term in terms:
        if isinstance(found := resolver.term(term), Resolved):
            yield term.text, found


def _countable(found: Resolved) -> bool:
    return all(concept.domain in define.CRITERIA for concept in found.concepts)


def _same(found: Resolved, *others: Resolved | None) -> bool:
    ids = {concept.id for concept in found.concepts}
    return any(other is not None and ids & {concept.id for concept in other.concepts} for other in others)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80] or "question"
