"""What is wrong with a CDM, and what that means for results."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Literal

import ibis

from retrieval.cohort.cdm import Cdm
from retrieval.cohort.errors import typed_engine_errors
from retrieval.cohort.omop import VOCABULARY, tables
from retrieval.cohort.views import unreadable
from retrieval.evidence import Frozen

if TYPE_CHECKING:
    from ibis.expr.types import Table

FLOOR = 11
"""Counts below this are not said: they could point at a person."""

EVENTS = {
    "visit_occurrence": "visit",
    "condition_occurrence": "condition",
    "drug_exposure": "drug_exposure",
    "procedure_occurrence": "procedure",
    "measurement": "measurement",
    "observation": "observation",
    "device_exposure": "device_exposure",
}
"""Tables of events and how their columns begin; the same word begins `…_date` or `…_start_date`."""


class Finding(Frozen):
    """One thing to know. `rows` is None where it is not a count, or a count from 1 to 10."""

    severity: Literal["note", "warning", "error"]
    what: str
    means: str
    table: str | None = None
    rows: int | None = None


def examine(cdm: Cdm) -> list[Finding]:
    """All findings, the gravest first. Raises CdmError if the engine fails."""
    order = ("error", "warning", "note")
    with typed_engine_errors(cdm.place):
        found = [*_missing(cdm), *_vocabulary(cdm), *_types(cdm), *_periods(cdm), *_events(cdm), *_contents(cdm)]
    return sorted(found, key=lambda finding: order.index(finding.severity))


def _missing(cdm: Cdm) -> Iterator[Finding]:
    absent = [table for table in tables() if not cdm.has(table) and table not in VOCABULARY]
    if absent:
        means = "Definitions that read one of them stop with an error; nothing else is affected."
        yield Finding(severity="note", what=f"There are no tables {', '.join(absent)}.", means=means)


def _vocabulary(cdm: Cdm) -> Iterator[Finding]:
    for table in VOCABULARY:
        if not cdm.has(table) or _rows(cdm.table(table)) == 0:
            yield Finding(
                severity="error",
                table=table,
                what=f"The vocabulary is missing: {table} is absent or empty.",
                means="Definitions that ask for descendants cannot run, and concept ids cannot be checked.",
            )
    if not cdm.has("concept"):
        return
    known = cdm.table("concept").select("concept_id")
    for table, word in EVENTS.items():
        if cdm.has(table):
            events = cdm.table(table)
            concept = events[f"{word.removesuffix('_exposure')}_concept_id"]
            lost = events.filter(concept.notnull() & (concept != 0)).anti_join(known, [concept == known.concept_id])
            yield from _counted(
                "warning",
                table,
                _rows(lost),
                "{} rows of {table} have a concept that the vocabulary does not hold",
                "They are found by their own concept id, never as the descendant of another.",
            )
            yield from _counted(
                "warning",
                table,
                _rows(events.filter(concept.isnull() | (concept == 0))),
                "{} rows of {table} are mapped to no standard concept",
                "No definition finds them: events are missed, so risks are too low.",
            )


def _types(cdm: Cdm) -> Iterator[Finding]:
    for conversion in cdm.conversions:
        column = f"{conversion.table}.{conversion.column}"
        yield from _counted(
            "warning",
            conversion.table,
            unreadable(cdm.backend.con, conversion),
            f"{{}} values of {column} cannot be read as {conversion.wanted}",
            "They count as not recorded.",
        )
        if conversion.stored != "VARCHAR":
            what = f"{column} is stored as {conversion.stored}, not {conversion.wanted}."
            means = "It is converted on reading; results are not affected."
            yield Finding(severity="note", table=conversion.table, what=what, means=means)


def _periods(cdm: Cdm) -> Iterator[Finding]:
    period, person = cdm.table("observation_period"), cdm.table("person")
    start, end = period.observation_period_start_date, period.observation_period_end_date
    table = "observation_period"
    yield from _counted(
        "warning",
        table,
        _rows(period.anti_join(person, "person_id")),
        "{} observation periods belong to no person",
        "They are left out.",
    )
    yield from _counted(
        "warning",
        table,
        _rows(person.anti_join(period, "person_id")),
        "{} persons have no observation period",
        "They can enter no cohort.",
    )
    yield from _counted(
        "error",
        table,
        _rows(period.filter((end < start) | start.isnull() | end.isnull())),
        "{} observation periods end before they start, or lack a date",
        "These persons can enter no cohort.",
    )
    yield from _counted(
        "warning",
        table,
        _rows(period.filter(end > ibis.literal(cdm.as_of))),
        "{} observation periods end in the future",
        f"Follow-up is cut off at {cdm.as_of.isoformat()}: nobody is observed beyond today.",
    )
    order = ibis.window(group_by=period.person_id, order_by=start)
    following = period.mutate(next_start=start.lead().over(order))
    yield from _counted(
        "warning",
        table,
        _rows(following.filter(following.next_start <= following.observation_period_end_date)),
        "{} observation periods overlap the next one of the same person",
        "Who enters in both is followed up to the later end.",
    )


def _events(cdm: Cdm) -> Iterator[Finding]:
    person = cdm.table("person").select("person_id", "year_of_birth")
    for table, word in EVENTS.items():
        if not cdm.has(table):
            continue
        events = cdm.table(table)
        start = _first_of(events, f"{word}_start_date", f"{word}_date")
        end = _first_of(events, f"{word}_end_date") if f"{word}_end_date" in events.columns else start
        yield from _counted(
            "warning",
            table,
            _rows(events.anti_join(person, "person_id")),
            "{} rows of {table} belong to no person",
            "They are left out.",
        )
        born = events.mutate(start=start).join(person, "person_id")
        unborn = born.filter(born.start.year() < born.year_of_birth)
        impossible = [start > ibis.literal(cdm.as_of), end < start, start.isnull()]
        yield from _counted(
            "warning",
            table,
            _rows(events.filter(reduce(or_, impossible))) + _rows(unborn),
            "{} rows of {table} have an impossible date: in the future, before birth, ended before begun, or none",
            "Outside observation they are ignored; an end before the start shortens eras and exposure.",
        )
        if cdm.has("visit_occurrence") and table != "visit_occurrence":
            linked = events.filter(events.visit_occurrence_id.notnull())
            yield from _counted(
                "note",
                table,
                _rows(linked.anti_join(cdm.table("visit_occurrence"), "visit_occurrence_id")),
                "{} rows of {table} point to a visit that does not exist",
                "Criteria on the visit (inpatient, emergency) do not find them.",
            )


def _contents(cdm: Cdm) -> Iterator[Finding]:
    if not cdm.records_deaths:
        means = "Who died counts as followed up to the end of observation; death cannot compete with the outcome."
        yield Finding(severity="warning", table="death", what="No deaths are recorded.", means=means)
    if cdm.has("measurement"):
        measured = cdm.table("measurement")
        if _rows(measured) and not _rows(measured.filter(measured.value_as_number.notnull()).limit(1)):
            means = "Criteria on laboratory values or vital signs find nobody."
            what = "No measurement has a numeric value."
            yield Finding(severity="warning", table="measurement", what=what, means=means)
    if cdm.info.synthetic:
        means = "Nothing follows from them for patients."
        yield Finding(severity="note", what="The database says that its persons are synthetic.", means=means)


def _first_of(table: Table, *names: str) -> ibis.Value:
    return next(table[name] for name in names if name in table.columns)


def _rows(table: Table) -> int:
    return int(table.count().execute())


def _counted(
    severity: Literal["note", "warning", "error"], table: str, rows: int, what: str, means: str
) -> Iterator[Finding]:
    """A finding if there are such rows; few are called few."""
    if rows:
        number = f"{rows:,}" if rows >= FLOOR else f"Fewer than {FLOOR}"
        said = what.format(number, table=table) + "."
        yield Finding(severity=severity, table=table, what=said, means=means, rows=rows if rows >= FLOOR else None)
