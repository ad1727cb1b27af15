"""A vocabulary of a dozen concepts, with the traps of real ones."""

from __future__ import annotations

from collections.abc import Collection

from retrieval.cohort.concepts import Concept, fold

CONCEPTS = {
    name: Concept(id=id, name=name, domain=domain)
    for id, name, domain in [
        (313217, "Atrial fibrillation", "Condition"),
        (4329847, "Myocardial infarction", "Condition"),
        (439777, "Anemia", "Condition"),
        (381316, "Cerebrovascular accident", "Condition"),
        (374919, "Multiple sclerosis", "Condition"),
        (315273, "Mitral valve stenosis", "Condition"),
        (192671, "Gastrointestinal hemorrhage", "Condition"),
        (316139, "Heart failure", "Condition"),
        (255573, "Chronic obstructive lung disease", "Condition"),
        (1118084, "celecoxib", "Drug"),
        (1124300, "diclofenac", "Drug"),
        (1310149, "warfarin", "Drug"),
        (381270, "Parkinson's disease", "Condition"),
        (4030518, "Renal impairment", "Condition"),
    ]
}
CODES = {("SNOMED", "49436004"): "Atrial fibrillation", ("ICD10CM", "I63.9"): "Cerebrovascular accident"}


class SmallVocabulary:
    """Implements `concepts.Vocabulary` over CONCEPTS."""

    def named(self, names: Collection[str]) -> dict[str, list[Concept]]:
        return {fold(name): [concept] for name, concept in CONCEPTS.items() if fold(name) in names}

    def coded(self, vocabulary: str, code: str) -> list[Concept]:
        name = CODES.get((vocabulary, code))
        return [CONCEPTS[name]] if name else []

    def near(self, words: Collection[str], limit: int) -> list[str]:
        return [name for name in CONCEPTS if set(fold(name).split()) & set(words)][:limit]
