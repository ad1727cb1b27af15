"""The vocabulary tables of a CDM, as `concepts.Resolver` asks them: names, synonyms, codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import ibis
from ibis import _
from ibis.expr.types import StringValue, Table

from retrieval.cohort.cdm import Cdm
from retrieval.cohort.concepts import Concept, fold

_MAPS_TO = "Maps to"


class CdmVocabulary:
    """Implements `concepts.Vocabulary`. A CDM without a concept table knows no name."""

    def __init__(self, cdm: Cdm) -> None:
        self._cdm = cdm

    def named(self, names: Collection[str]) -> dict[str, list[Concept]]:
        """As the protocol says. The database compares lower case; `fold` decides about the rest."""
        if not names or not self._cdm.has("concept"):
            return {}
        found: dict[str, dict[int, Concept]] = {}
        for said, concept in self._spelt(names):
            if fold(said) in names:
                found.setdefault(fold(said), {})[concept.id] = concept
        return {name: list(concepts.values()) for name, concepts in found.items()}

    def coded(self, vocabulary: str, code: str) -> list[Concept]:
        if not self._cdm.has("concept"):
            return []
        concept = self._cdm.table("concept")
        found = concept.filter(_.vocabulary_id == vocabulary, _.concept_code == code)
        own = _concepts(found.filter(_.standard_concept == "S"))
        if own or not self._cdm.has("concept_relationship"):
            return own
        relation = self._cdm.table("concept_relationship").filter(_.relationship_id == _MAPS_TO)
        mapped = relation.semi_join(found, relation.concept_id_1 == found.concept_id)
        return _concepts(concept.semi_join(mapped, concept.concept_id == mapped.concept_id_2))

    def near(self, words: Collection[str], limit: int) -> list[str]:
        if not words or not self._cdm.has("concept"):
            return []
        concept = self._cdm.table("concept").filter(_.standard_concept == "S")
        name = concept.concept_name.lower()
        hit = ibis.or_(*(name.contains(word) for word in sorted(words)))
        rows = concept.filter(hit).order_by([_.concept_name.length(), _.concept_name]).limit(limit)
        return [str(row["concept_name"]) for row in rows.select("concept_name").to_pyarrow().to_pylist()]

    def _spelt(self, names: Collection[str]) -> Iterable[tuple[str, Concept]]:
        """(name or synonym, concept) of standard concepts whose words, without signs, are one of `names`."""
        concept = self._cdm.table("concept").filter(_.standard_concept == "S")
        direct = concept.filter(_bare(concept.concept_name).isin(sorted(names)))
        rows = direct.mutate(said=direct.concept_name).select("said", "concept_id", "concept_name", "domain_id")
        if self._cdm.has("concept_synonym"):
            synonym = self._cdm.table("concept_synonym")
            said = synonym.filter(_bare(synonym.concept_synonym_name).isin(sorted(names)))
            joined = said.join(concept, said.concept_id == concept.concept_id)
            rows = rows.union(
                joined.select(
                    said=said.concept_synonym_name,
                    concept_id=concept.concept_id,
                    concept_name=concept.concept_name,
                    domain_id=concept.domain_id,
                )
            )
        for row in rows.to_pyarrow().to_pylist():
            yield str(row["said"]), _concept(row)


def _bare(name: StringValue) -> StringValue:
    """Nearly `fold`, in the database's own words: lower case, no possessive, signs as single blanks."""
    plain = name.lower().replace("'s ", " ").replace("’s ", " ").re_replace("[^a-z0-9_/+]+", " ")
    return plain.strip()


def _concepts(table: Table) -> list[Concept]:
    rows = table.select("concept_id", "concept_name", "domain_id").distinct().order_by("concept_id")
    return [_concept(row) for row in rows.to_pyarrow().to_pylist()]


def _concept(row: dict[str, object]) -> Concept:
    return Concept(id=int(str(row["concept_id"])), name=str(row["concept_name"]), domain=str(row["domain_id"]))
