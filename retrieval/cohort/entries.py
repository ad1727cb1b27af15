"""Circe definitions run on a CDM: compiled here where they are of the common kind, else by OHDSI's ibis executor."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import ibis

from retrieval.cohort.cdm import STAGING, Cdm
from retrieval.cohort.circe import Circe, parse
from retrieval.cohort.codesets import Ids, as_table, expand
from retrieval.cohort.errors import CdmMissing, NotExecutable
from retrieval.cohort.native.beyond import Beyond
from retrieval.cohort.native.cohort import compiled
from retrieval.cohort.native.criteria import Source

if TYPE_CHECKING:
    from circe.cohortdefinition import CohortExpression
    from ibis.expr.types import Table


def entries(definition: Circe, cdm: Cdm) -> Table:
    """The cohort as an expression: person_id, start_date, end_date; one row an entry, nothing run yet.

    Raises:
        BadDefinition, UnknownConcept, NoVocabulary: see `parse` and `expand`.
        NotExecutable: no executor knows a part of the definition.
        CdmMissing: a table that the definition reads does not exist.
    """
    return _run(definition, cdm)[0].select("person_id", "start_date", "end_date")


def observed_entries(definition: Circe, cdm: Cdm) -> tuple[Table, bool]:
    """The entries with first_day and last_day of the observation period that each begins in (not after today), and
    whether it is known that no person has two.

    Raises what `entries` raises.
    """
    found, alone = _run(definition, cdm)
    if "op_start" not in found.columns:
        period = cdm.table("observation_period")
        observed = period.select(
            observed=period.person_id.cast("int64"),
            op_start=period.observation_period_start_date.cast("date"),
            op_end=period.observation_period_end_date.cast("date"),
        )
        within = [found.start_date >= observed.op_start, found.start_date <= observed.op_end]
        found = found.join(observed, [found.person_id == observed.observed, *within])
    known = found.select(
        "person_id",
        "start_date",
        "end_date",
        first_day="op_start",
        last_day=ibis.least(found.op_end, ibis.literal(cdm.as_of)),
    )
    return known.filter(known.start_date <= known.last_day), alone


def _run(definition: Circe, cdm: Cdm) -> tuple[Table, bool]:
    expression = parse(definition)
    codesets = expand(expression, cdm)
    try:
        return compiled(expression, Source(cdm, codesets))
    except Beyond:
        return staged(expression, codesets, cdm), False


def staged(expression: CohortExpression, codesets: dict[int, Ids], cdm: Cdm) -> Table:
    """The same by OHDSI's executor, which knows nearly all of Circe and is slower.

    The concept sets are sent along, so nothing is written for a plain definition. One with rules is run rule by rule
    (as one statement it would grow beyond any planner), with what is in between in the CDM's scratch schema, which
    `Cdm.sweep` empties. Raises NotExecutable and CdmMissing.
    """
    from circe.execution import build_cohort
    from circe.execution.errors import ExecutionError
    from ibis.common.exceptions import IbisError, TableNotFound

    has_rules = bool(expression.inclusion_rules or expression.additional_criteria)
    try:
        cohort = build_cohort(
            expression,
            backend=cdm.backend,
            cdm_schema=cdm.schema,
            codeset_table=as_table(codesets),
            results_schema=cdm.scratch,
            materialize=has_rules and cdm.scratch is not None,
            session_prefix=f"{STAGING}{uuid4().hex[:12]}",  # with a prefix no session table is written
        )
    except TableNotFound as error:
        raise CdmMissing(str(error).split(".")[-1].strip('"')) from error
    except (ExecutionError, IbisError) as error:
        raise NotExecutable(str(error).partition(": ")[2] or "a feature of it is not supported") from error
    return cohort.select(
        person_id=cohort.person_id.cast("int64"),
        start_date=cohort.start_date.cast("date"),
        end_date=cohort.end_date.cast("date"),
    )
