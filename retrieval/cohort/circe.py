"""OHDSI Circe cohort definitions, as ATLAS exports them: reading, checking, and saying in words."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from retrieval.errors import BadInput

if TYPE_CHECKING:
    from circe.cohortdefinition import CohortExpression, MarkdownRender

Circe = dict[str, Any]
"""A Circe cohort expression, or, for an outcome, a Circe concept set expression."""

_DOMAINS = {
    "Condition": "ConditionOccurrence",
    "Drug": "DrugExposure",
    "Procedure": "ProcedureOccurrence",
    "Measurement": "Measurement",
    "Observation": "Observation",
    "Device": "DeviceExposure",
    "Visit": "VisitOccurrence",
}


class BadDefinition(BadInput):
    """A Circe definition that cannot be read, or says nothing."""


def parse(definition: Circe) -> CohortExpression:
    """The checked cohort expression; a concept set expression becomes "any event with one of these concepts".

    Raises:
        BadDefinition: it is no Circe JSON, has no entry event, or names a concept set that it does not hold.
    """
    from circe.cohortdefinition import CohortExpression  # slow to import, and few commands need it

    cleaned = _expression_of(definition)
    try:
        expression = CohortExpression.model_validate(cleaned)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the top level"
        raise _bad(f"it breaks the Circe schema at {where}") from error
    lost = _lost(cleaned, expression.model_dump())  # type: ignore[no-untyped-call]
    if lost:
        raise _bad(f"{lost} is not a part of Circe that this version knows")
    if expression.primary_criteria is None or not expression.primary_criteria.criteria_list:
        raise _bad("it has no entry event (PrimaryCriteria)")
    held = {concept_set.id for concept_set in expression.concept_sets}
    missing = sorted(set(_codesets(cleaned)) - held)
    if missing:
        raise _bad(f"it refers to concept set {missing[0]}, which it does not hold")
    return expression


def describe(definition: Circe) -> str:
    """The definition in words, as markdown, concept sets included."""
    return _tidy(_renderer().render_cohort_expression(parse(definition)))


@lru_cache
def _renderer() -> MarkdownRender:
    from circe.cohortdefinition import MarkdownRender

    return MarkdownRender(include_concept_sets=True)  # kept: its templates take half a second to compile


def _bad(why: str) -> BadDefinition:
    return BadDefinition(
        f"This Circe definition cannot be used: {why}.",
        kept="Nothing was run.",
        next_step="Export the cohort definition from ATLAS as JSON again, or correct it there.",
    )


def _expression_of(definition: Circe) -> Circe:
    """A copy in the shape that the models read; ATLAS wraps an export in `expression` and leaves empty fields."""
    cleaned = copy.deepcopy(definition)
    if "PrimaryCriteria" not in cleaned and isinstance(cleaned.get("expression"), dict):
        cleaned = cleaned["expression"]
    if "items" in cleaned and "PrimaryCriteria" not in cleaned:
        return _any_event(cleaned)
    if cleaned.get("CensorWindow") == {}:
        del cleaned["CensorWindow"]
    cleaned.pop("cdmVersionRange", None)
    return cleaned


def _any_event(concept_set: Circe) -> Circe:
    """An expression of every event with a concept of the set, in the domains that its concepts name."""
    concepts = [item.get("concept", {}) for item in concept_set["items"] if isinstance(item, dict)]
    domains = list(dict.fromkeys(concept.get("DOMAIN_ID") for concept in concepts))
    if not domains or any(domain not in _DOMAINS for domain in domains):
        raise _bad(f"each concept of a concept set needs a DOMAIN_ID, one of {', '.join(_DOMAINS)}")
    return {
        "ConceptSets": [{"id": 0, "name": concept_set.get("name", "outcome"), "expression": concept_set}],
        "PrimaryCriteria": {
            "CriteriaList": [{_DOMAINS[domain]: {"CodesetId": 0}} for domain in domains],
            "ObservationWindow": {"PriorDays": 0, "PostDays": 0},
            "PrimaryCriteriaLimit": {"Type": "All"},
        },
        "ExpressionLimit": {"Type": "All"},
        "EndStrategy": {"DateOffset": {"DateField": "StartDate", "Offset": 0}},  # else all collapse into the first
    }


def _codesets(value: Any) -> Iterator[int]:
    """Every concept set id that a criterion refers to."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("CodesetId", "DrugCodesetId") and isinstance(inner, int):
                yield inner
            else:
                yield from _codesets(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _codesets(inner)


def _lost(given: Any, read: Any, where: str = "") -> str:
    """The first field of `given` that reading dropped. The models ignore what they do not know, which would turn a
    misspelt restriction into none."""
    if isinstance(given, list):
        pairs = zip(given, read if isinstance(read, list) else [], strict=False)
        return next((lost for one, other in pairs if (lost := _lost(one, other, where))), "")
    if not isinstance(given, dict) or "CONCEPT_ID" in given:
        return ""
    known = {key.casefold(): value for key, value in read.items()} if isinstance(read, dict) else {}
    for key, value in given.items():
        if value in (None, "", []):
            continue
        path = f"{where}.{key}" if where else key
        if key.casefold() not in known:
            return path
        if lost := _lost(value, known[key.casefold()], path):
            return lost
    return ""


def _tidy(markdown: str) -> str:
    tables = re.sub(r"\|\|(?=\d+\|)", "|\n|", markdown)  # the renderer runs rows of a table together
    lines = [line.rstrip() for line in re.sub(r"\n(#+ )", r"\n\n\1", tables).splitlines()]
    return "\n".join(line for i, line in enumerate(lines) if line or (i and lines[i - 1])).strip()
