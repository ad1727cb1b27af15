"""A cohort query over the small databases of `cdms`."""

from __future__ import annotations

from typing import Any

from retrieval.cohort.query import CohortQuery

AF, STROKE, BLEED = 313217, 381316, 192671


def any_of(concept: int, domain: str = "Condition") -> dict[str, Any]:
    """A concept set expression with its descendants."""
    return {"items": [{"concept": {"CONCEPT_ID": concept, "DOMAIN_ID": domain}, "includeDescendants": True}]}


def query(**changes: Any) -> CohortQuery:
    """Stroke within 90 days of atrial fibrillation, with `changes`."""
    spec: dict[str, Any] = {
        "name": "af-stroke",
        "title": "Stroke after atrial fibrillation",
        "population": "patients with atrial fibrillation",
        "outcome_name": "stroke",
        "index_event": any_of(AF),
        "outcome": any_of(STROKE),
        "end_day": 90,
    }
    return CohortQuery.model_validate(spec | changes)


def treated(concept: int, days: int) -> dict[str, Any]:
    """Entries at each event with `concept`, of which one leaves again after so many days."""
    return {
        "ConceptSets": [{"id": 0, "name": "index", "expression": any_of(concept)}],
        "PrimaryCriteria": {"CriteriaList": [{"ConditionOccurrence": {"CodesetId": 0}}]},
        "EndStrategy": {"DateOffset": {"DateField": "StartDate", "Offset": days}},
    }
