"""A whole Circe definition as one expression: who enters, and when each leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from retrieval.cohort.native.beyond import Beyond, only
from retrieval.cohort.native.criteria import Source, events
from retrieval.cohort.native.eras import ended, eras, plus
from retrieval.cohort.native.groups import satisfying

if TYPE_CHECKING:
    from circe.cohortdefinition import CohortExpression
    from ibis.expr.types import Table

_KNOWN = {
    "title",
    "concept_sets",
    "primary_criteria",
    "additional_criteria",
    "qualified_limit",
    "inclusion_rules",
    "expression_limit",
    "end_strategy",
    "censoring_criteria",
    "collapse_settings",
    "censor_window",
}


def compiled(expression: CohortExpression, source: Source) -> tuple[Table, bool]:
    """person_id, start_date, end_date: one row an entry, nothing run yet; and whether no person can have two.

    Where entries are not merged, op_start and op_end of their observation period come with them. Raises Beyond.
    """
    only(expression, _KNOWN)
    entered, alone = _primary(expression, source)
    if expression.additional_criteria is not None and not expression.additional_criteria.is_empty():
        entered = satisfying(entered, expression.additional_criteria, source)
        entered, alone = _limited(entered, _limit(expression.qualified_limit), alone=alone)
    for rule in expression.inclusion_rules:
        if rule.expression is not None:
            entered = satisfying(entered, rule.expression, source)
    entered, alone = _limited(entered, _limit(expression.expression_limit), alone=alone)
    spans = _collapsed(ended(entered, expression, source), expression, alone=alone)
    return _clipped(spans, expression.censor_window), alone


def _primary(expression: Any, source: Source) -> tuple[Table, bool]:
    """The entry events in observation, and whether no person has more than one."""
    primary = expression.primary_criteria
    only(primary, {"criteria_list", "observation_window", "primary_limit"})
    found = [events(criterion, source) for criterion in primary.criteria_list]
    if len(found) > 1:  # ids of several tables can be the same
        found = [
            one.mutate(table=ibis.literal(type(of).__name__))
            for one, of in zip(found, primary.criteria_list, strict=True)
        ]
    entered = found[0].union(*found[1:]) if len(found) > 1 else found[0]
    entered = _observed(entered, primary.observation_window, source)
    alone = len(found) == 1 and bool(getattr(primary.criteria_list[0], "first", None))
    entered, alone = _limited(entered, _limit(primary.primary_limit), alone=alone)
    if len(found) > 1 and not alone:
        order = ibis.window(group_by=entered.person_id, order_by=_order(entered))
        entered = entered.mutate(event_id=ibis.row_number().over(order))
    return entered.drop("table") if "table" in entered.columns else entered, alone


def _observed(found: Table, window: Any, source: Source) -> Table:
    """Events in an observation period, with its bounds, and with so many days of it before and after."""
    period = source.cdm.table("observation_period")
    observed = period.select(
        observed_person=period.person_id.cast("int64"),
        op_start=period.observation_period_start_date.cast("date"),
        op_end=period.observation_period_end_date.cast("date"),
    )
    prior, post = (window.prior_days, window.post_days) if window is not None else (0, 0)
    joined = found.join(
        observed,
        [
            found.person_id == observed.observed_person,
            found.start_date >= plus(observed.op_start, prior),
            found.start_date <= plus(observed.op_end, -post),
        ],
    )
    return joined.drop("observed_person", "concept_id")


def _limit(limit: Any) -> str:
    kind = str((limit.type if limit is not None else None) or "All").casefold()
    if kind not in ("all", "first", "last"):
        raise Beyond(f"the limit {kind}")
    return kind


def _limited(entered: Table, limit: str, *, alone: bool) -> tuple[Table, bool]:
    """Each person's first or last entry."""
    if limit == "all" or alone:
        return entered, alone
    order = [key.desc() if limit == "last" else key for key in _order(entered)]
    place = ibis.row_number().over(ibis.window(group_by=entered.person_id, order_by=order))
    ranked = entered.mutate(place=place)
    return ranked.filter(ranked.place == 0).drop("place"), True


def _order(entered: Table) -> list[Any]:
    return [entered[key] for key in ("start_date", "event_id", "table") if key in entered.columns]


def _collapsed(spans: Table, expression: Any, *, alone: bool) -> Table:
    """Entries that overlap, or lie within the padding of each other, as one; as they are if nothing is said."""
    settings = expression.collapse_settings
    if settings is None:
        return spans
    only(settings, {"era_pad", "collapse_type"})
    if settings.collapse_type is not None and str(settings.collapse_type.value).upper() != "ERA":
        raise Beyond("entries that are not collapsed")
    if alone:
        return spans
    strategy = expression.end_strategy
    lasts_a_day = type(strategy).__name__ == "DateOffsetStrategy" and strategy.date_field != "EndDate"
    if lasts_a_day and strategy.offset == 0 and settings.era_pad == 0:
        return spans.distinct()  # each ends the day it began
    return eras(spans.drop("op_start", "op_end"), settings.era_pad)


def _clipped(spans: Table, window: Any) -> Table:
    """What of the entries lies within the dates that the definition is limited to."""
    if window is None or not (window.start_date or window.end_date):
        return spans
    start, end = spans.start_date, spans.end_date
    if window.start_date:
        start = ibis.greatest(start, ibis.literal(window.start_date).cast("date"))
    if window.end_date:
        end = ibis.least(end, ibis.literal(window.end_date).cast("date"))
    clipped = spans.mutate(start_date=start, end_date=end)
    return clipped.filter(clipped.start_date <= clipped.end_date)
