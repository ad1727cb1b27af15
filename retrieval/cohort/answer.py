"""From a query to an answer that may be shown: counted, passed through the disclosure gate, measured."""

from __future__ import annotations

from typing import NamedTuple

from retrieval.cohort.cdm import Cdm
from retrieval.cohort.disclosure.ledger import Ledger
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.release import release, remembered
from retrieval.cohort.execute import execute
from retrieval.cohort.measures.measure import measure
from retrieval.cohort.query import CohortQuery
from retrieval.cohort.result import CohortResult
from retrieval.subject import Subject


class Gate(NamedTuple):
    """The disclosure gate as one requester meets it."""

    policy: Policy
    ledger: Ledger
    requester: str


def answer(query: CohortQuery, cdm: Cdm, gate: Gate, subject: Subject | None = None) -> CohortResult:
    """The only way from a database to a number. What was answered before is not counted again.

    Args:
        subject: the patient the question is about, for a warning where the cohort has few like that patient.

    Raises what `execute` and `release` raise.
    """
    released = remembered(query.hash, cdm.info, *gate)
    if released is None:
        counts, members = execute(query, cdm)
        released = release(counts, members, *gate)
    return measure(query, released, subject)
