"""AllergyIntolerance resources to allergies and intolerances."""

from __future__ import annotations

from typing import Literal

from copilot.patient.entries import Json
from copilot.patient.problems import code_of
from copilot.patient.terms import Terms
from copilot.schema import Allergy

_NOT_HAD = ("refuted", "entered-in-error")
_STATUS: dict[str | None, Literal["active", "resolved"]] = {
    "active": "active",
    "inactive": "resolved",
    "resolved": "resolved",
}
_CRITICALITY: dict[str | None, Literal["low", "high"]] = {"low": "low", "high": "high"}


def allergies(resources: list[Json], terms: Terms) -> list[Allergy]:
    """Each substance once, active ones first; "no known allergy" stays the statement that it is."""
    found: dict[str, Allergy] = {}
    for resource in resources:
        if code_of(resource.get("verificationStatus")) in _NOT_HAD:
            continue
        if (term := terms.term(resource.get("code"))) is None:
            continue
        allergy = Allergy(
            **term,
            status=_STATUS.get(code_of(resource.get("clinicalStatus")), "unknown"),
            criticality=_CRITICALITY.get(resource.get("criticality")),
            reactions=_reactions(resource, terms),
        )
        known = found.get(allergy.text.casefold())
        if known is None or _rank(allergy) < _rank(known):
            found[allergy.text.casefold()] = allergy
    return sorted(found.values(), key=_rank)


def _rank(allergy: Allergy) -> tuple[bool, bool]:
    return allergy.status == "resolved", allergy.criticality != "high"


def _reactions(resource: Json, terms: Terms) -> list[str]:
    shown = [concept for reaction in resource.get("reaction", []) for concept in reaction.get("manifestation", [])]
    return list(dict.fromkeys(term["text"] for concept in shown if (term := terms.term(concept))))[:10]
