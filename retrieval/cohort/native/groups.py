"""Groups of criteria around an event: so many other events within a window, all or some of the criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import ibis

from retrieval.cohort.native.beyond import Beyond, only
from retrieval.cohort.native.criteria import Source, events
from retrieval.cohort.native.ranges import among, concept_ids, dated, within

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table, Value

_EXACTLY, _AT_MOST, _AT_LEAST = 0, 1, 2


def satisfying(index: Table, group: Any, source: Source) -> Table:
    """The rows of `index` that satisfy the group.

    Args:
        index: person_id, event_id, start_date, end_date, visit_id, op_start, op_end; no two rows are equal.

    Raises Beyond.
    """
    columns = index.columns
    rest = []
    if _kind(group) == "ALL":
        for counted in group.criteria_list:
            if _at_least_one(counted) or _none(counted):
                index = _kept(index, counted, source)
            else:
                rest.append(counted)
        for inner in group.groups:
            if _kind(inner) == "ALL":
                index = satisfying(index, inner, source)
            else:
                rest.append(inner)
        rest += group.demographic_criteria_list
        conditions = rest
    else:
        conditions = [group]
    if not conditions:
        return index
    names = {id(counted): f"count_{place}" for place, counted in enumerate(_counted_in(conditions))}
    for counted in _counted_in(conditions):
        index = _with_count(index, counted, names[id(counted)], source)
    if any(_demographics_in(conditions)):
        index = _with_person(index, source)
    return index.filter([_holds(index, condition, names) for condition in conditions]).select(columns)


def _kind(group: Any) -> str:
    """ALL, ANY, AT_LEAST or AT_MOST; a group of nothing holds always."""
    only(group, {"type", "count", "criteria_list", "demographic_criteria_list", "groups"})
    kind = str(group.type or "ALL").upper()
    if not _children(group):
        return "ALL"
    if kind not in ("ALL", "ANY", "AT_LEAST", "AT_MOST") or (kind.startswith("AT_") and group.count is None):
        raise Beyond(f"a group of type {kind}")
    return kind


def _children(group: Any) -> list[Any]:
    return [*group.criteria_list, *group.demographic_criteria_list, *group.groups]


def _holds(index: Table, condition: Any, names: dict[int, str]) -> BooleanValue:
    """One child of a group as a condition on the counts."""
    if id(condition) in names:
        number = index[names[id(condition)]]
        wanted = condition.occurrence.count
        match condition.occurrence.type:
            case 0:
                return number == wanted
            case 1:
                return number <= wanted
            case _:
                return number >= wanted
    if not hasattr(condition, "criteria_list"):
        return _demographic(index, condition)
    children = _children(condition)
    if not children:
        return ibis.literal(True)
    held = [ibis.ifelse(_holds(index, child, names), 1, 0) for child in children]
    number = sum(held[1:], held[0])
    match _kind(condition):
        case "ALL":
            return number == len(held)
        case "ANY":
            return number > 0
        case "AT_LEAST":
            return number >= condition.count
        case _:
            return number <= condition.count


def _counted_in(conditions: list[Any]) -> Iterator[Any]:
    for condition in conditions:
        if hasattr(condition, "occurrence"):
            yield condition
        elif hasattr(condition, "criteria_list"):
            yield from _counted_in(_children(condition))


def _demographics_in(conditions: list[Any]) -> Iterator[bool]:
    for condition in conditions:
        if hasattr(condition, "criteria_list"):
            yield from _demographics_in(_children(condition))
        else:
            yield not hasattr(condition, "occurrence")


def _at_least_one(counted: Any) -> bool:
    occurrence = _occurrence(counted)
    return bool(occurrence.type == _AT_LEAST and occurrence.count == 1)


def _none(counted: Any) -> bool:
    occurrence = _occurrence(counted)
    return bool(occurrence.type in (_EXACTLY, _AT_MOST) and occurrence.count == 0)


def _occurrence(counted: Any) -> Any:
    occurrence = counted.occurrence
    if occurrence is None or occurrence.count_column is not None or occurrence.type not in (0, 1, 2):
        raise Beyond("an occurrence of another kind")
    return occurrence


def _kept(index: Table, counted: Any, source: Source) -> Table:
    """Rows with at least one such event, or with none."""
    found, near = _near(index, counted, source)
    return index.anti_join(found, near) if _none(counted) else index.semi_join(found, near)


def _with_count(index: Table, counted: Any, name: str, source: Source) -> Table:
    """`index` with the number of such events around each row; of distinct concepts where that is asked."""
    occurrence = _occurrence(counted)
    found, near = _near(index, counted, source)
    joined = index.left_join(found, near)
    number = joined.other_concept.nunique() if occurrence.is_distinct else joined.other_person.count()
    return joined.group_by([joined[column] for column in index.columns]).aggregate(number.name(name))


def _near(index: Table, counted: Any, source: Source) -> tuple[Table, list[BooleanValue]]:
    """The criterion's events, and when one of them counts for a row of `index`."""
    events_ = events(counted.criteria, source)
    found = events_.select(
        other_person="person_id",
        other_start="start_date",
        other_end="end_date",
        other_visit="visit_id",
        other_concept="concept_id",
    )
    found = found.view()  # two criteria may be the same table
    near = [index.person_id == found.other_person]
    observed = not counted.ignore_observation_period
    if observed:
        near += [found.other_start >= index.op_start, found.other_start <= index.op_end]
    for window, ends_by_default in ((counted.start_window, False), (counted.end_window, True)):
        if window is None:
            continue
        by_end = ends_by_default if window.use_event_end is None else window.use_event_end
        moment = found.other_end if by_end else found.other_start
        anchor = index.end_date if window.use_index_end else index.start_date
        low, high = (_bound(edge, anchor, index, observed=observed) for edge in (window.start, window.end))
        near += [moment >= low] if low is not None else []
        near += [moment <= high] if high is not None else []
    if counted.start_window is None:
        raise Beyond("a criterion without a window")
    if counted.restrict_visit:
        near.append(found.other_visit == index.visit_id)
    return found, near


def _bound(edge: Any, anchor: Value, index: Table, *, observed: bool) -> Value | None:
    """The day an edge of a window falls on; None: it is open."""
    if edge is None:
        raise Beyond("a window without an edge")
    if edge.days is not None:
        return (anchor + ibis.interval(days=edge.coeff * edge.days)).cast("date") if edge.days else anchor
    if not observed:
        return None
    return index.op_start if edge.coeff == -1 else index.op_end


def _with_person(index: Table, source: Source) -> Table:
    person = source.cdm.table("person")
    known = person.select(
        owner=person.person_id.cast("int64"),
        born=person.year_of_birth,
        gender=person.gender_concept_id,
        race=person.race_concept_id,
        ethnicity=person.ethnicity_concept_id,
    )
    return index.join(known, index.person_id == known.owner)


def _demographic(index: Table, wanted: Any) -> BooleanValue:
    """A demographic criterion on `index`, which `_with_person` has widened."""
    only(wanted, {"age", "gender", "race", "ethnicity", "occurrence_start_date", "occurrence_end_date"})
    held: BooleanValue = ibis.literal(True)
    if wanted.age is not None:
        held &= within(index.start_date.year() - index.born, wanted.age)
    for column in ("gender", "race", "ethnicity"):
        if listed := getattr(wanted, column):
            held &= among(index[column], concept_ids(listed))
    if wanted.occurrence_start_date is not None:
        held &= dated(index.start_date, wanted.occurrence_start_date)
    if wanted.occurrence_end_date is not None:
        held &= dated(index.end_date, wanted.occurrence_end_date)
    return held
