"""Released answers written by hand, for tests of what is computed from them."""

from __future__ import annotations

from datetime import date
from typing import Any

from retrieval.cohort.counts import CdmInfo
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import ArmCounts, Cell, Released, Step
from retrieval.cohort.query import CohortQuery

FLOOR = 11

_CONCEPT = {"CONCEPT_ID": 316139, "CONCEPT_NAME": "Heart failure", "DOMAIN_ID": "Condition"}
_ITEMS = {"items": [{"concept": _CONCEPT, "includeDescendants": True}]}
_ENTRY = {
    "ConceptSets": [{"id": 0, "name": "heart failure", "expression": _ITEMS}],
    "PrimaryCriteria": {
        "CriteriaList": [{"ConditionOccurrence": {"CodesetId": 0}}],
        "ObservationWindow": {"PriorDays": 0, "PostDays": 0},
        "PrimaryCriteriaLimit": {"Type": "First"},
    },
}


def query(**changes: Any) -> CohortQuery:
    asked: dict[str, Any] = {
        "name": "sample",
        "title": "Readmission after heart failure",
        "population": "patients like this one",
        "outcome_name": "readmission",
        "index_event": _ENTRY,
        "outcome": _ITEMS,
        "end_day": 30,
    }
    return CohortQuery.model_validate(asked | changes)


def arm(n: int, events: int, *, person_days: int | None = None, steps: tuple[Step, ...] = ()) -> ArmCounts:
    return ArmCounts(n=Cell.shown(n), events=Cell.shown(events), person_days=person_days, steps=steps)


def released(**changes: Any) -> Released:
    answer: dict[str, Any] = {
        "query_hash": "ab" * 32,
        "data": CdmInfo(name="Sample", version="5.4", synthetic=True, last_data=date(2024, 12, 31), persons=9000),
        "definition_text": "# Readmission",
        "policy": Policy(floor=FLOOR),
        "caveats": ("Observational data.",),
    }
    return Released.model_validate(answer | changes)
