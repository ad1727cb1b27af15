"""Runs a query on a CDM: one expression to the database, counts of what comes back."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from retrieval.cohort import cox, tally
from retrieval.cohort.cdm import Cdm
from retrieval.cohort.circe import describe
from retrieval.cohort.counts import CohortCounts, Members
from retrieval.cohort.errors import typed_engine_errors
from retrieval.cohort.follow_up import follow_up
from retrieval.cohort.population import named, source
from retrieval.cohort.query import CohortQuery

_NOT_OF_ROWS = {"breakdown": None, "bin_days": 1, "adjust_for": ()}


def execute(query: CohortQuery, cdm: Cdm) -> tuple[CohortCounts, Members]:
    """Counts and members of `query`. Both are for the disclosure gate alone.

    Raises:
        BadDefinition, UnknownConcept, NoVocabulary, NotExecutable, CdmMissing: see `entries`.
        CdmError: the database failed while it was asked.
    """
    with typed_engine_errors(cdm.place):
        rows = named(_rows(query, cdm).to_pandas(), cdm)
        everyone = cdm.once("everyone", lambda: tally.margins(source(cdm)))
        data = cdm.info
    frame = tally.labelled(rows, query)
    fit = cox.fit(frame, query.adjust_for) if query.comparator else None
    counts = CohortCounts(
        query_hash=query.hash,
        data=data,
        strata=tally.strata(frame, query),
        bins=tally.bins(frame, query),
        composition=tally.composition(frame, everyone),
        fits=(fit,) if fit else (),
        caveats=caveats(query, frame, cdm),
        definition_text=explain(query),
    )
    return counts, tally.members(frame, query)


def _rows(query: CohortQuery, cdm: Cdm) -> pa.Table:
    """The rows of `follow_up`. What was once compiled for the question is kept: another breakdown of it, or another
    person's asking, needs no more."""
    asked = query.model_copy(update=_NOT_OF_ROWS).hash
    statement = cdm.memory.get(("statement", asked, cdm.as_of))
    if statement is None:
        try:
            expression = follow_up(query, cdm)
            statement = cdm.statement(expression)
            if statement is None:
                return expression.to_pyarrow()
        finally:
            cdm.sweep()
        cdm.keep(("statement", asked, cdm.as_of), statement)
    return cdm.run(statement)


def caveats(query: CohortQuery, frame: pd.DataFrame, cdm: Cdm) -> tuple[str, ...]:
    """What a reader must know about these numbers, apart from their size."""
    said = ["Observational data: a difference between groups need not be an effect."]
    if query.comparator:
        said.append("Who had both index events is counted with the first; both on one day: with neither.")
    if cdm.info.synthetic:
        said.append("Synthetic data: these persons do not exist.")
    if not cdm.records_deaths:
        said.append("The database records no deaths: who died counts as followed up to the end of observation.")
    return tuple(said)


def explain(query: CohortQuery) -> str:
    """The query in words, as markdown: its own rules, then each Circe definition."""
    washout = {None: "No earlier outcome", 0: "Earlier outcomes do not matter"}.get(
        query.washout_days, f"No outcome in the {query.washout_days} days before, the index date included"
    )
    ages = _ages(query.min_age, query.max_age)
    rules = [
        f"Observed for {query.lookback_days} days or more before the index date" if query.lookback_days else "",
        ages,
        f"Sex: {query.sex}" if query.sex else "",
        f"{washout}.",
        f"At risk from day {query.start_day} to day {query.end_day} after the index date, while observed and alive"
        + (" and in the cohort." if query.censoring == "cohort" else "."),
    ]
    parts = [f"# {query.title}", "\n".join(f"- {rule.rstrip('.')}." for rule in rules if rule)]
    parts += [f"## Who: {query.population}", describe(query.index_event)]
    if query.comparator:
        parts += [f"## Compared with: {query.comparator_population or 'the comparator'}", describe(query.comparator)]
    parts += [f"## Outcome: {query.outcome_name}", describe(query.outcome)]
    return "\n\n".join(parts) + "\n"


def _ages(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low} years or older at the index date"
    return f"{low or 0} to {high} years old at the index date"
