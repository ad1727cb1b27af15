"""Sample phenotypes in Circe JSON, over Eunomia's concepts: every feature of the language that cohorts here use."""

from __future__ import annotations

import random
from typing import Any

from cdms import CONCEPTS, FEMALE, MALE

Circe = dict[str, Any]

CRITERIA = {
    "Condition": "ConditionOccurrence",
    "Drug": "DrugExposure",
    "Procedure": "ProcedureOccurrence",
    "Measurement": "Measurement",
    "Observation": "Observation",
    "Visit": "VisitOccurrence",
}
_DOMAIN = {id: domain for id, _, domain in CONCEPTS}
_NAME = {id: name for id, name, _ in CONCEPTS}


def phenotypes(count: int = 120, seed: int = 7) -> dict[str, Circe]:
    """`count` definitions, each a different mix of features; the same seed gives the same ones."""
    dice = random.Random(seed)
    return {f"{number:03d}": _Phenotype(dice).made() for number in range(count)}


class _Phenotype:
    def __init__(self, dice: random.Random) -> None:
        self.dice, self.sets = dice, list[Circe]()

    def made(self) -> Circe:
        dice = self.dice
        entry = [self._event(first=dice.random() < 0.4, demographics=True) for _ in range(dice.choice([1, 1, 2]))]
        limit = dice.choice(["First", "All", "All", "Last"])
        made: Circe = {
            "PrimaryCriteria": {
                "CriteriaList": entry,
                "ObservationWindow": {"PriorDays": dice.choice([0, 0, 30, 365]), "PostDays": dice.choice([0, 0, 90])},
                "PrimaryCriteriaLimit": {"Type": dice.choice(["First", "All", "All"])},
            },
            "QualifiedLimit": {"Type": dice.choice(["First", "All"])},
            "ExpressionLimit": {"Type": limit},
            "InclusionRules": [
                {"name": f"rule {i}", "expression": self._group(depth=1)} for i in range(dice.choice([0, 1, 1, 2]))
            ],
            "CensoringCriteria": [self._event() for _ in range(dice.choice([0, 0, 1]))],
            "CollapseSettings": {"CollapseType": "ERA", "EraPad": dice.choice([0, 0, 30, 180])},
        }
        if dice.random() < 0.3:
            made["AdditionalCriteria"] = self._group(depth=0)
        if end := self._end():
            made["EndStrategy"] = end
        if dice.random() < 0.2:
            made["CensorWindow"] = {"StartDate": "2004-01-01", "EndDate": "2010-12-31"}
        return {"ConceptSets": self.sets, **made}

    def _set(self, domain: str | None = None) -> tuple[int, str]:
        """A new concept set: its id and domain. Sometimes with descendants, sometimes less some of them."""
        dice, id = self.dice, len(self.sets)
        domain = domain or dice.choice(
            ["Condition", "Condition", "Drug", "Drug", "Procedure", "Visit", "Measurement"]
        )
        concepts = [concept for concept, its in _DOMAIN.items() if its == domain]
        picked = dice.sample(concepts, k=min(len(concepts), dice.choice([1, 1, 2])))
        items = [_item(concept, descendants=dice.random() < 0.7) for concept in picked]
        if domain == "Condition" and dice.random() < 0.3:
            items = [_item(4283893, descendants=True), _item(dice.choice([40481087, 257012]), excluded=True)]
        self.sets.append({"id": id, "name": f"set {id}", "expression": {"items": items}})
        return id, domain

    def _event(self, *, first: bool = False, demographics: bool = False) -> Circe:
        dice = self.dice
        id, domain = self._set()
        body: Circe = {"CodesetId": id} | ({"First": True} if first else {})
        if demographics and dice.random() < 0.3:
            body["Age"] = dice.choice(
                [{"Value": 40, "Op": "gte"}, {"Value": 70, "Op": "lt"}, {"Value": 30, "Extent": 65, "Op": "bt"}]
            )
        if demographics and dice.random() < 0.2:
            body["Gender"] = [_concept(dice.choice([FEMALE, MALE]), "Gender")]
        if dice.random() < 0.15:
            op = dice.choice(["gt", "lt"])
            body["OccurrenceStartDate"] = {"Value": "2005-06-30", "Op": op}
        if domain == "Drug" and dice.random() < 0.2:
            body["DaysSupply"] = {"Value": 7, "Op": "gt"}
        if domain == "Measurement" and dice.random() < 0.5:
            body["ValueAsNumber"] = {"Value": 40, "Op": dice.choice(["gt", "lte"])}
        return {CRITERIA[domain]: body}

    def _group(self, *, depth: int) -> Circe:
        dice = self.dice
        group: Circe = {
            "Type": dice.choice(["ALL", "ANY"]),
            "CriteriaList": [self._counted() for _ in range(dice.choice([1, 1, 2]))],
            "DemographicCriteriaList": [],
            "Groups": [self._group(depth=depth - 1)] if depth and dice.random() < 0.4 else [],
        }
        if dice.random() < 0.2:
            group["Type"], group["Count"] = dice.choice(["AT_LEAST", "AT_MOST"]), 1
        if dice.random() < 0.2:
            group["DemographicCriteriaList"] = [{"Age": {"Value": 50, "Op": dice.choice(["gte", "lt"])}}]
        return group

    def _counted(self) -> Circe:
        """At most (1), at least (2) or exactly (0) so many events in a window around the entry."""
        dice = self.dice
        before, after = dice.choice([(None, 0), (365, 0), (30, 30), (0, 90), (None, None), (180, -1)])
        counted: Circe = {
            "Criteria": self._event(),
            "StartWindow": {
                "Start": _edge(before, -1),
                "End": _edge(abs(after) if after is not None else None, 1 if after is None or after >= 0 else -1),
                "UseEventEnd": False,
            },
            "Occurrence": {"Type": dice.choice([0, 1, 2, 2, 2]), "Count": dice.choice([0, 1, 1, 2])},
        }
        if counted["Occurrence"] == {"Type": 2, "Count": 0}:
            counted["Occurrence"]["Count"] = 1
        if dice.random() < 0.15:
            counted["Occurrence"]["IsDistinct"] = True
        if dice.random() < 0.15:
            counted["IgnoreObservationPeriod"] = True
        return counted

    def _end(self) -> Circe | None:
        dice = self.dice
        match dice.randrange(4):
            case 0:
                field = dice.choice(["StartDate", "EndDate"])
                return {"DateOffset": {"DateField": field, "Offset": dice.choice([0, 7, 90, 365])}}
            case 1:
                id, _ = self._set("Drug")
                return {
                    "CustomEra": {
                        "DrugCodesetId": id,
                        "GapDays": dice.choice([0, 30]),
                        "Offset": dice.choice([0, 14]),
                    }
                }
        return None


def _edge(days: int | None, sign: int) -> Circe:
    return {"Coeff": sign} | ({"Days": days} if days is not None else {})


def _item(concept: int, *, descendants: bool = False, excluded: bool = False) -> Circe:
    return {
        "concept": _concept(concept, _DOMAIN[concept]),
        "isExcluded": excluded,
        "includeDescendants": descendants,
        "includeMapped": False,
    }


def _concept(id: int, domain: str) -> Circe:
    return {"CONCEPT_ID": id, "CONCEPT_NAME": _NAME.get(id, "sex"), "DOMAIN_ID": domain, "VOCABULARY_ID": "SNOMED"}
