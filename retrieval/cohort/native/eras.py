"""When each entry ends, and entries of a person that touch made one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from retrieval.cohort.native.beyond import Beyond
from retrieval.cohort.native.criteria import Source, events
from retrieval.cohort.native.ranges import among

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value


def ended(entered: Table, expression: Any, source: Source) -> Table:
    """person_id, start_date, end_date, op_start, op_end of the entries, by end strategy and censoring events.

    Raises Beyond.
    """
    strategy = expression.end_strategy
    name = type(strategy).__name__
    if strategy is None:
        left = entered.mutate(left=entered.op_end)
    elif name == "DateOffsetStrategy":
        day = entered.end_date if strategy.date_field == "EndDate" else entered.start_date
        left = entered.mutate(left=ibis.least(plus(day, strategy.offset), entered.op_end))
    elif name == "CustomEraStrategy":
        left = _with_era(entered, strategy, source)
    else:
        raise Beyond(name)
    for criterion in expression.censoring_criteria:
        found = events(criterion, source).select(other_person="person_id", other_start="start_date").view()
        near = [
            left.person_id == found.other_person,
            found.other_start >= left.start_date,
            found.other_start <= left.op_end,
        ]
        joined = left.left_join(found, near)
        earlier = ibis.coalesce(joined.other_start.min(), joined.left.max())
        cut = joined.group_by([joined[column] for column in left.columns]).aggregate(cut=earlier)
        left = cut.mutate(left=ibis.least(cut.left, cut.cut)).drop("cut")
    left = left.filter(left.left >= left.start_date)
    return left.select("person_id", "start_date", "op_start", "op_end", end_date="left")


def eras(spans: Table, pad: int) -> Table:
    """Spans of a person with no more than `pad` days between them, as one.

    Args:
        spans: person_id, start_date, end_date.
    """
    padded = spans.mutate(padded=plus(spans.end_date, pad))
    before = ibis.window(group_by=padded.person_id, order_by=[padded.start_date, padded.padded], preceding=(None, 1))
    marked = padded.mutate(reached=padded.padded.max().over(before))
    opens = ibis.ifelse(marked.reached >= marked.start_date, 0, 1)
    marked = marked.mutate(opens=ibis.coalesce(opens, 1))
    order = [marked.start_date, marked.padded, marked.opens.desc()]  # of equal spans the one that opens comes first
    running = ibis.cumulative_window(group_by=marked.person_id, order_by=order)
    numbered = marked.mutate(era=marked.opens.sum().over(running))
    merged = numbered.group_by("person_id", "era").aggregate(
        start_date=numbered.start_date.min(), last=numbered.padded.max()
    )
    return merged.select("person_id", "start_date", end_date=plus(merged["last"], -pad))


def plus(day: Value, days: int) -> Value:
    """`day` moved by so many days, still a date."""
    return (day + ibis.interval(days=days)).cast("date") if days else day


def _with_era(entered: Table, strategy: Any, source: Source) -> Table:
    """With `left`: the end of the era of the drug that the entry falls in, else of observation."""
    exposures = source.cdm.table("drug_exposure")
    ids = source.codesets[strategy.drug_codeset_id]
    taken = exposures.filter(among(exposures.drug_concept_id, ids) | among(exposures.drug_source_concept_id, ids))
    start = taken.drug_exposure_start_date.cast("date")
    if strategy.days_supply_override is not None:
        end: Value = plus(start, strategy.days_supply_override)
    else:
        supplied = (start + taken.days_supply.cast("int64").as_interval("D")).cast("date")
        end = ibis.coalesce(taken.drug_exposure_end_date.cast("date"), supplied, plus(start, 1))
    spans = taken.select(
        person_id=taken.person_id.cast("int64"), start_date=start, end_date=plus(end, strategy.offset)
    )
    era = eras(spans, strategy.gap_days).select(other_person="person_id", begun="start_date", until="end_date").view()
    near = [
        entered.person_id == era.other_person,
        entered.start_date >= era.begun,
        entered.start_date <= era.until,
    ]
    joined = entered.left_join(era, near)
    return joined.select(*entered.columns, left=ibis.least(ibis.coalesce(joined.until, joined.op_end), joined.op_end))
