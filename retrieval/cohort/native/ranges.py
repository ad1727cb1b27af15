"""Numeric and date ranges, and concept lists, as conditions on a column."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from retrieval.cohort.native.beyond import Beyond

if TYPE_CHECKING:
    from circe.cohortdefinition.core import DateRange, NumericRange
    from circe.vocabulary.concept import Concept
    from ibis.expr.types import BooleanValue, Value

_MOST_LISTED = 1_000

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "eq": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
}


def within(value: Value, range: NumericRange, *, decimals: int = 0) -> BooleanValue:
    """`value` in a numeric range. Circe compares with that many decimals; finer bounds are Beyond."""
    bounds = [bound for bound in (range.value, range.extent) if bound is not None]
    if any(round(float(bound), decimals) != bound for bound in bounds):
        raise Beyond("a bound with more decimals than Circe keeps")
    return _compare(value, range.op, *bounds)


def dated(value: Value, range: DateRange) -> BooleanValue:
    """`value` in a date range."""
    try:
        bounds = [date.fromisoformat(str(bound)) for bound in (range.value, range.extent) if bound is not None]
    except ValueError:
        raise Beyond("a date that is not YYYY-MM-DD") from None
    return _compare(value, range.op, *bounds)


def among(value: Value, ids: Collection[int]) -> BooleanValue:
    """`value` is one of the concept ids."""
    if len(ids) <= _MOST_LISTED:
        return value.isin(sorted(ids)) if ids else ibis.literal(False)
    import pyarrow as pa

    listed = ibis.memtable(pa.table({"concept_id": pa.array(sorted(ids), pa.int64())}))
    return value.isin(listed.concept_id)


def concept_ids(concepts: list[Concept]) -> list[int]:
    """Ids of the concepts that a criterion lists."""
    return [int(concept.concept_id) for concept in concepts if concept.concept_id is not None]


def _compare(value: Value, op: str | None, *bounds: Any) -> BooleanValue:
    if op == "bt" and len(bounds) == 2 and bounds[0] <= bounds[1]:
        return value.between(*bounds)
    if op in _COMPARE and bounds:
        compared: BooleanValue = _COMPARE[op](value, bounds[0])
        return compared
    raise Beyond(f"the comparison {op}")
