"""Cohort cards: answers to common queries as records of the index, searched beside the literature."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from retrieval.cohort.result import CohortResult
from retrieval.cohort.words import evidence
from retrieval.literature.items import Fault, Item
from retrieval.literature.streams import READ_ERRORS, explain, opened
from retrieval.record import Record


def card(result: CohortResult) -> Record:
    """The result as a record. A newer run of the query has the same id, and takes the older one's place."""
    item = evidence(result)
    return Record(
        id=item.id,
        kind="cohort",
        title=item.title,
        text=item.text,
        source=item.source,
        year=result.data.last_data.year,
        date=result.data.last_data.isoformat(),
        language="eng",
        grade=item.grade,
    )


def read_cards(path: Path) -> Iterator[Item]:
    """The cards in a file of `copilot cohort cards`, one a line. A bad line yields a `Fault` and is skipped."""
    number, last_good = 0, None
    try:
        with opened(path) as stream:
            for number, line in enumerate(stream, start=1):
                try:
                    record = Record.model_validate_json(line)
                    if record.kind != "cohort":
                        raise ValueError("not a cohort card")
                except (ValidationError, ValueError):
                    yield Fault(str(path), f"line {number}", last_good, "it is no cohort card")
                    continue
                yield record
                last_good = record.id
    except READ_ERRORS as error:
        yield Fault(str(path), f"after line {number}", last_good, explain(error))
