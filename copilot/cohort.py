"""Cohort queries as the doors ask them: which database, under which disclosure policy, for whom."""

from __future__ import annotations

import hashlib
from pathlib import Path

from copilot.settings import Settings
from retrieval.cohort.answer import Gate, answer
from retrieval.cohort.cdm import Cdm, open_cdm
from retrieval.cohort.disclosure import policy
from retrieval.cohort.disclosure.ledger import Ledger
from retrieval.cohort.query import CohortQuery
from retrieval.cohort.result import CohortResult
from retrieval.subject import Subject


def ask(
    query: CohortQuery, settings: Settings, requester: str, *, cdm: str | None = None, subject: Subject | None = None
) -> CohortResult:
    """What `requester` may see of `cdm`, or else of the configured database. Raises what `answer` raises."""
    with open_cdm(cdm or settings.cdm_url) as opened:
        return answer(query, opened, gate(settings, opened, requester), subject)


def gate(settings: Settings, cdm: Cdm, requester: str) -> Gate:
    """The disclosure gate of a database: its ledger goes by the name that the database gives itself."""
    rules = policy.load(settings.disclosure) if settings.disclosure else policy.Policy()
    return Gate(rules, Ledger(_ledger_file(settings.home, cdm.info.name)), requester)


def _ledger_file(home: Path, name: str) -> Path:
    # not by its place: a copy, or the same place spelt otherwise, must not start with an empty ledger
    return home / "cohort" / f"ledger-{hashlib.sha256(name.encode()).hexdigest()[:16]}.sqlite"
