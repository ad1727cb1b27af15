"""Circe definitions for the questions a clinician asks: a first event, after others, or an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from retrieval.cohort.circe import Circe
from retrieval.cohort.concepts import Concept

CRITERIA = {
    "Condition": "ConditionOccurrence",
    "Drug": "DrugExposure",
    "Procedure": "ProcedureOccurrence",
    "Observation": "Observation",
    "Measurement": "Measurement",
    "Device": "DeviceExposure",
}
"""Domains whose events a question can be about, and Circe's criterion for each."""


def first_event(
    name: str, concepts: Sequence[Concept], history: Sequence[tuple[str, Sequence[Concept]]] = ()
) -> Circe:
    """The first event with one of the concepts (or a descendant) of each person who had all of `history` by then.

    Args:
        name: what the concept set is called.
        concepts: of domains in CRITERIA.
        history: names and concepts of what must have been recorded on or before that day.
    """
    sets = [_set(0, name, concepts), *(_set(i, *one) for i, one in enumerate(history, start=1))]
    rules = [
        {"name": f"with {name}", "expression": {"Type": "ANY", "CriteriaList": _ever(i, concepts), "Groups": []}}
        for i, (name, concepts) in enumerate(history, start=1)
    ]
    return {
        "ConceptSets": sets,
        "PrimaryCriteria": {
            "CriteriaList": [{kind: {"CodesetId": 0, "First": True}} for kind in _kinds(concepts)],
            "ObservationWindow": {"PriorDays": 0, "PostDays": 0},
            "PrimaryCriteriaLimit": {"Type": "First"},
        },
        "QualifiedLimit": {"Type": "First"},
        "ExpressionLimit": {"Type": "First"},
        "InclusionRules": rules,
        "CollapseSettings": {"CollapseType": "ERA", "EraPad": 0},
    }


def any_event(name: str, concepts: Sequence[Concept]) -> Circe:
    """Every event with one of the concepts: an outcome."""
    return _outcome([{kind: {"CodesetId": 0}} for kind in _kinds(concepts)], [_set(0, name, concepts)])


def death() -> Circe:
    """Death of any cause."""
    return _outcome([{"Death": {}}], [])


def _outcome(criteria: list[Circe], sets: list[Circe]) -> Circe:
    return {
        "ConceptSets": sets,
        "PrimaryCriteria": {
            "CriteriaList": criteria,
            "ObservationWindow": {"PriorDays": 0, "PostDays": 0},
            "PrimaryCriteriaLimit": {"Type": "All"},
        },
        "QualifiedLimit": {"Type": "All"},
        "ExpressionLimit": {"Type": "All"},
        "EndStrategy": {"DateOffset": {"DateField": "StartDate", "Offset": 0}},  # each event stays one of its own
    }


def _kinds(concepts: Sequence[Concept]) -> list[str]:
    return list(dict.fromkeys(CRITERIA[concept.domain] for concept in concepts))


def _ever(codeset: int, concepts: Sequence[Concept]) -> list[Any]:
    """At least one such event on or before the index day."""
    window = {"Start": {"Coeff": -1}, "End": {"Days": 0, "Coeff": 1}, "UseIndexEnd": False, "UseEventEnd": False}
    return [
        {"Criteria": {kind: {"CodesetId": codeset}}, "StartWindow": window, "Occurrence": {"Type": 2, "Count": 1}}
        for kind in _kinds(concepts)
    ]


def _set(id: int, name: str, concepts: Sequence[Concept]) -> Circe:
    items = [
        {
            "concept": {"CONCEPT_ID": concept.id, "CONCEPT_NAME": concept.name, "DOMAIN_ID": concept.domain},
            "isExcluded": False,
            "includeDescendants": True,
            "includeMapped": False,
        }
        for concept in concepts
    ]
    return {"id": id, "name": name, "expression": {"items": items}}
