"""A query as one portable expression: who is at risk, for how many days, and how that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from retrieval.cohort.cdm import Cdm
from retrieval.cohort.entries import entries, observed_entries
from retrieval.cohort.population import CODES, SEXES, persons
from retrieval.cohort.query import CohortQuery

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table, Value

EVENT, DEATH, COMPLETE, CENSORED = 1, 2, 3, 0
"""How follow-up ends: the outcome, death before it, the window's last day, or observation ending before that."""

_SEX = {name: concept for concept, name in SEXES.items()}


def follow_up(query: CohortQuery, cdm: Cdm) -> Table:
    """One row a person at risk: person_id, arm (0 index, 1 comparator), age, CODES of `population.persons`, year (of
    the index date), days (the last day at risk, counted from the index date), status.

    Raises what `entries` raises.
    """
    candidates, alone = _candidates(query, cdm)
    followed = _end(query, cdm, _first(candidates, alone=alone))
    outcomes = entries(query.outcome, cdm).select("person_id", outcome_date="start_date")
    rows = _outcome(query, followed, outcomes)
    people = persons(cdm)
    known = rows.join(people, "person_id")
    year = known.index_date.year().cast("int64")
    return known.select("person_id", "arm", "days", "status", *CODES, age=year - known.year_of_birth, year=year)


def _candidates(query: CohortQuery, cdm: Cdm) -> tuple[Table, bool]:
    """Every entry into either arm with the lookback, at the right age and of the right sex; whether each person can
    have but one."""
    arms = [query.index_event, query.comparator] if query.comparator else [query.index_event]
    found = [observed_entries(arm, cdm) for arm in arms if arm is not None]
    entered = [rows.mutate(arm=ibis.literal(i, "int64")) for i, (rows, _) in enumerate(found)]
    start = entered[0].union(*entered[1:]) if len(entered) > 1 else entered[0]
    alone = len(found) == 1 and found[0][1]
    looked_back = start.filter(_days(start.start_date, start.first_day) >= query.lookback_days)
    if query.min_age is None and query.max_age is None and query.sex is None:
        return looked_back, alone
    people = persons(cdm).select("person_id", "year_of_birth", "sex_id")
    known = looked_back.join(people, "person_id")
    age = known.start_date.year().cast("int64") - known.year_of_birth
    limits = [age >= query.min_age] if query.min_age is not None else []
    limits += [age <= query.max_age] if query.max_age is not None else []
    limits += [known.sex_id == _SEX[query.sex]] if query.sex is not None else []
    return known.filter(limits), alone


def _first(candidates: Table, *, alone: bool) -> Table:
    """Each person's first entry. Who enters both arms on that day is in neither."""
    if not alone:
        mine = ibis.window(group_by="person_id")
        first = candidates.mutate(first=candidates.start_date.min().over(mine))
        candidates = first.filter(first.start_date == first["first"])
    one = candidates.group_by("person_id", index_date=candidates.start_date).aggregate(
        arm=candidates.arm.min(),
        other=candidates.arm.max(),
        last_day=candidates.last_day.max(),  # of periods that overlap
        cohort_end=candidates.end_date.max(),
    )
    return one.filter(one.arm == one.other).drop("other")


def _end(query: CohortQuery, cdm: Cdm, entered: Table) -> Table:
    """person_id, index_date, arm, `until` (last day at risk but for the outcome), `died` (1 if death ends it)."""
    ends: list[Value] = [ibis.literal(query.end_day, "int64"), _days(entered.last_day, entered.index_date)]
    if query.censoring == "cohort":
        ends.append(_days(entered.cohort_end, entered.index_date))
    if not cdm.has("death"):
        return entered.select(
            "person_id", "index_date", "arm", until=ibis.least(*ends), died=ibis.literal(0, "int64")
        )
    death = cdm.table("death")
    deaths = death.group_by(dead=death.person_id.cast("int64")).aggregate(death_date=death.death_date.min())
    entered = entered.select("person_id", "index_date", "arm", until=ibis.least(*ends))
    joined = entered.left_join(deaths, entered.person_id == deaths.dead)
    day = _days(joined.death_date.cast("date"), joined.index_date)
    return joined.select(
        "person_id",
        "index_date",
        "arm",
        until=ibis.least(joined.until, ibis.coalesce(day, joined.until)),
        died=_flag(day.notnull() & (day <= joined.until)),
    )


def _outcome(query: CohortQuery, followed: Table, outcomes: Table) -> Table:
    """person_id, index_date, arm, days, status of who is at risk; the first outcome in the window ends follow-up."""
    joined = followed.left_join(outcomes, followed.person_id == outcomes.person_id)
    day = _days(joined.outcome_date, joined.index_date)
    before = day < query.start_day
    if query.washout_days is not None:
        before &= day >= -query.washout_days
    in_window = (day >= query.start_day) & (day <= joined.until)
    rows = joined.group_by([joined[name] for name in followed.columns]).aggregate(
        before=ibis.coalesce(_flag(before).max(), 0),
        event_day=ibis.ifelse(in_window, day, None).min(),
    )
    at_risk = rows.until >= query.start_day - 1  # whose observation ends just then counts, with no day at risk
    rows = rows.filter(at_risk if query.washout_days == 0 else at_risk & (rows.before == 0))
    status = ibis.cases(
        (rows.event_day.notnull(), EVENT),
        (rows.died == 1, DEATH),
        (rows.until == query.end_day, COMPLETE),
        else_=CENSORED,
    )
    return rows.select(
        "person_id",
        "index_date",
        "arm",
        days=ibis.coalesce(rows.event_day, rows.until).cast("int64"),
        status=status.cast("int64"),
    )


def _days(later: Value, earlier: Value) -> IntegerValue:
    return later.delta(earlier, unit="day").cast("int64")


def _flag(condition: Value) -> IntegerValue:
    """0 or 1: not every engine casts booleans to numbers."""
    return ibis.ifelse(condition, 1, 0).cast("int64")
