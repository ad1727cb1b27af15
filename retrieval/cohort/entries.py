"""Circe definitions run on a CDM, by OHDSI's own ibis executor."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from retrieval.cohort.cdm import STAGING, Cdm
from retrieval.cohort.circe import Circe, parse
from retrieval.cohort.codesets import as_table, expand
from retrieval.cohort.errors import CdmMissing, NotExecutable

if TYPE_CHECKING:
    from ibis.expr.types import Table


def entries(definition: Circe, cdm: Cdm) -> Table:
    """The cohort as an expression: person_id, start_date, end_date; one row an entry, nothing run yet.

    The concept sets are sent along, so nothing is written for a plain definition. One with rules is run rule by rule
    (as one statement it would grow beyond any planner), with what is in between in the CDM's scratch schema, which
    `Cdm.sweep` empties.

    Raises:
        BadDefinition, UnknownConcept, NoVocabulary: see `parse` and `expand`.
        NotExecutable: the executor does not know a part of the definition.
        CdmMissing: a table that the definition reads does not exist.
    """
    from circe.execution import build_cohort
    from circe.execution.errors import ExecutionError
    from ibis.common.exceptions import IbisError, TableNotFound

    expression = parse(definition)
    codesets = as_table(expand(expression, cdm))
    has_rules = bool(expression.inclusion_rules or expression.additional_criteria)
    try:
        cohort = build_cohort(
            expression,
            backend=cdm.backend,
            cdm_schema=cdm.schema,
            codeset_table=codesets,
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
