"""One criterion of Circe as a table of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import ibis

from retrieval.cohort.cdm import Cdm
from retrieval.cohort.native.beyond import Beyond, only
from retrieval.cohort.native.ranges import among, concept_ids, dated, within

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value


class _Kind(NamedTuple):
    """A table of events: how its columns begin, its id, its end ("" where an event ends the day after it began)."""

    table: str
    concept: str
    start: str
    end: str
    id: str
    visit: bool = True
    own: tuple[str, ...] = ()


_KINDS = {
    "ConditionOccurrence": _Kind(
        "condition_occurrence",
        "condition_concept_id",
        "condition_start_date",
        "condition_end_date",
        "condition_occurrence_id",
        own=("occurrence_end_date",),
    ),
    "DrugExposure": _Kind(
        "drug_exposure",
        "drug_concept_id",
        "drug_exposure_start_date",
        "drug_exposure_end_date",
        "drug_exposure_id",
        own=("days_supply",),
    ),
    "ProcedureOccurrence": _Kind(
        "procedure_occurrence", "procedure_concept_id", "procedure_date", "", "procedure_occurrence_id"
    ),
    "Measurement": _Kind(
        "measurement", "measurement_concept_id", "measurement_date", "", "measurement_id", own=("value_as_number",)
    ),
    "Observation": _Kind(
        "observation", "observation_concept_id", "observation_date", "", "observation_id", own=("value_as_number",)
    ),
    "DeviceExposure": _Kind(
        "device_exposure",
        "device_concept_id",
        "device_exposure_start_date",
        "device_exposure_end_date",
        "device_exposure_id",
        own=("occurrence_end_date",),
    ),
    "VisitOccurrence": _Kind(
        "visit_occurrence", "visit_concept_id", "visit_start_date", "visit_end_date", "visit_occurrence_id"
    ),
    "Death": _Kind("death", "cause_concept_id", "death_date", "", "person_id", visit=False),
}
_COMMON = ("codeset_id", "first", "age", "gender", "occurrence_start_date")
_ASIS = "VisitOccurrence"
"""A visit without an end date has none; other events without one last a day."""


class Source(NamedTuple):
    """Where events come from: the database, and the concept ids of each concept set."""

    cdm: Cdm
    codesets: dict[int, frozenset[int]]


def events(criterion: Any, source: Source) -> Table:
    """person_id, event_id, start_date, end_date, visit_id, concept_id: one row an event.

    Raises Beyond.
    """
    name = type(criterion).__name__
    kind = _KINDS.get(name)
    if kind is None:
        raise Beyond(name)
    has_visits = kind.visit and name != _ASIS
    only(criterion, {*_COMMON, *kind.own, *(("visit_type",) if has_visits else ())})
    rows = source.cdm.table(kind.table)
    if criterion.codeset_id is not None:
        rows = rows.filter(among(rows[kind.concept], source.codesets[criterion.codeset_id]))
    start = rows[kind.start].cast("date")
    found = rows.select(
        person_id=rows.person_id.cast("int64"),
        event_id=rows[kind.id].cast("int64"),
        start_date=start,
        end_date=_end(rows, kind, start, asis=name == _ASIS),
        visit_id=(rows.visit_occurrence_id if kind.visit else ibis.null()).cast("int64"),
        concept_id=rows[kind.concept].cast("int64"),
        **{column: rows[column] for column in kind.own if column in rows.columns},
    )
    if getattr(criterion, "first", None):  # the first of all, not the first that meets what follows
        order = ibis.window(group_by=found.person_id, order_by=[found.start_date, found.event_id])
        found = found.mutate(place=ibis.row_number().over(order))
        found = found.filter(found.place == 0)
    found = _of_persons(_restricted(found, criterion), criterion, source.cdm)
    if has_visits and criterion.visit_type:
        found = _in_visits(found, concept_ids(criterion.visit_type), source.cdm)
    return found.select("person_id", "event_id", "start_date", "end_date", "visit_id", "concept_id")


def _end(rows: Table, kind: _Kind, start: Value, *, asis: bool) -> Value:
    next_day = (start + ibis.interval(days=1)).cast("date")
    if not kind.end:
        return next_day
    end = rows[kind.end].cast("date")
    if asis:
        return end
    if kind.table == "drug_exposure":
        supplied = (start + rows.days_supply.cast("int64").as_interval("D")).cast("date")
        return ibis.coalesce(end, supplied, next_day)
    return ibis.coalesce(end, next_day)


def _restricted(found: Table, criterion: Any) -> Table:
    conditions = []
    for column, field in (("start_date", "occurrence_start_date"), ("end_date", "occurrence_end_date")):
        if range := getattr(criterion, field, None):
            conditions.append(dated(found[column], range))
    if supply := getattr(criterion, "days_supply", None):
        conditions.append(within(found.days_supply, supply))
    if value := getattr(criterion, "value_as_number", None):
        conditions.append(within(found.value_as_number, value, decimals=4))
    return found.filter(conditions) if conditions else found


def _of_persons(found: Table, criterion: Any, cdm: Cdm) -> Table:
    """Events of persons of the criterion's age on that day, and gender."""
    if criterion.age is None and not criterion.gender:
        return found
    person = cdm.table("person")
    known = person.select(
        owner=person.person_id.cast("int64"), born=person.year_of_birth, gender=person.gender_concept_id
    )
    joined = found.join(known, found.person_id == known.owner)
    conditions = []
    if criterion.age is not None:
        conditions.append(within(joined.start_date.year() - joined.born, criterion.age))
    if criterion.gender:
        conditions.append(among(joined.gender, concept_ids(criterion.gender)))
    return joined.filter(conditions)


def _in_visits(found: Table, concepts: list[int], cdm: Cdm) -> Table:
    """Events in a visit of one of the kinds."""
    visit = cdm.table("visit_occurrence")
    right = visit.filter(among(visit.visit_concept_id, concepts))
    return found.semi_join(
        right,
        [
            found.visit_id == right.visit_occurrence_id.cast("int64"),
            found.person_id == right.person_id.cast("int64"),
        ],
    )
