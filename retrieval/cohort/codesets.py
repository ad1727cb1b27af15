"""A definition's concept sets, expanded in the database's own vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from retrieval.cohort.cdm import Cdm
from retrieval.cohort.errors import NoVocabulary, UnknownConcept

if TYPE_CHECKING:
    from circe.cohortdefinition import CohortExpression
    from circe.vocabulary.concept import ConceptSet, ConceptSetItem
    from ibis.expr.types import Table

Ids = frozenset[int]

_SCHEMA = pa.schema([("codeset_id", pa.int64()), ("concept_id", pa.int64())])


def expand(expression: CohortExpression, cdm: Cdm) -> dict[int, Ids]:
    """Concept ids by concept set id: included ones with their descendants and mapped concepts, less the excluded.

    The rules are Circe's: descendants that the vocabulary calls invalid are left out, `Maps to` is followed from the
    concept and, where descendants are asked for, from them.

    Raises:
        NoVocabulary: descendants or mapped concepts are asked for, and there is no vocabulary.
        UnknownConcept: a concept set holds no concept that the vocabulary knows.
    """
    written = tuple(concept_set.model_dump_json() for concept_set in expression.concept_sets)
    found: dict[int, Ids] = cdm.once(("codesets", written), lambda: _expand(expression, cdm))
    return found


def _expand(expression: CohortExpression, cdm: Cdm) -> dict[int, Ids]:
    sets = [concept_set for concept_set in expression.concept_sets if concept_set.expression is not None]
    items = [item for concept_set in sets for item in _items(concept_set)]
    below = _descendants(cdm, {_id(item) for item in items if item.include_descendants})
    mapped = _mapped(cdm, [item for item in items if item.include_mapped], below)
    expanded = {}
    for concept_set in sets:
        included: set[int] = set()
        excluded: set[int] = set()
        for item in _items(concept_set):
            ids = {_id(item)}
            if item.include_descendants:
                ids |= below[_id(item)]
            if item.include_mapped:
                ids |= {target for one in ids for target in mapped.get(one, ())}
            (excluded if item.is_excluded else included).update(ids)
        expanded[int(concept_set.id)] = frozenset(included - excluded)
    _require_known(cdm, sets, expanded)
    return expanded


def as_table(expanded: dict[int, Ids]) -> Table:
    """The concept sets as (codeset_id, concept_id): sent along with the query, so nothing is left in the database."""
    pairs = [(codeset, concept) for codeset, ids in sorted(expanded.items()) for concept in sorted(ids)]
    columns = [[codeset for codeset, _ in pairs], [concept for _, concept in pairs]]
    return ibis.memtable(pa.table(columns, schema=_SCHEMA))


def _items(concept_set: ConceptSet) -> list[ConceptSetItem]:
    if concept_set.expression is None:
        return []
    return [
        item for item in concept_set.expression.items or [] if item.concept and item.concept.concept_id is not None
    ]


def _id(item: ConceptSetItem) -> int:
    return int(item.concept.concept_id)  # type: ignore[arg-type]


def _descendants(cdm: Cdm, ancestors: set[int]) -> dict[int, set[int]]:
    below: dict[int, set[int]] = {ancestor: set() for ancestor in ancestors}
    if not ancestors:
        return below
    if not (cdm.has("concept") and cdm.has("concept_ancestor")):
        raise NoVocabulary
    tree, concept = cdm.table("concept_ancestor"), cdm.table("concept")
    valid = concept.filter(concept.invalid_reason.isnull()).select("concept_id")
    found = (
        tree.filter(tree.ancestor_concept_id.isin(sorted(ancestors)))
        .semi_join(valid, [tree.descendant_concept_id == valid.concept_id])
        .select("ancestor_concept_id", "descendant_concept_id")
    )
    for row in found.to_pyarrow().to_pylist():
        below[int(row["ancestor_concept_id"])].add(int(row["descendant_concept_id"]))
    return below


def _mapped(cdm: Cdm, items: Iterable[ConceptSetItem], below: dict[int, set[int]]) -> dict[int, set[int]]:
    """Concepts that map to a concept, by that concept."""
    targets = {_id(item) for item in items}
    targets |= {concept for target in targets for concept in below.get(target, ())}
    if not targets:
        return {}
    if not cdm.has("concept_relationship"):
        raise NoVocabulary
    relation = cdm.table("concept_relationship")
    found = relation.filter(
        relation.concept_id_2.isin(sorted(targets)),
        relation.relationship_id == "Maps to",
        relation.invalid_reason.isnull(),
    ).select("concept_id_1", "concept_id_2")
    mapped: dict[int, set[int]] = {}
    for row in found.to_pyarrow().to_pylist():
        mapped.setdefault(int(row["concept_id_2"]), set()).add(int(row["concept_id_1"]))
    return mapped


def _require_known(cdm: Cdm, sets: list[ConceptSet], expanded: dict[int, Ids]) -> None:
    if not cdm.has("concept"):
        return
    wanted = sorted({concept for ids in expanded.values() for concept in ids})
    concept = cdm.table("concept")
    known = (
        set(concept.filter(concept.concept_id.isin(wanted)).concept_id.to_pyarrow().to_pylist()) if wanted else set()
    )
    for concept_set in sets:
        ids = expanded[int(concept_set.id)]
        if not ids & known:
            named = tuple(_id(item) for item in _items(concept_set) if not item.is_excluded)
            raise UnknownConcept(concept_set.name or f"concept set {concept_set.id}", named)
