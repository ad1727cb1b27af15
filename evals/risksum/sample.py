"""Records of the sample MEDLINE file, for cases that stand on published work: named by PMID, never copied."""

from __future__ import annotations

from evals import lab
from evals.risksum.case import Document, Fact, RiskCase


def filled(case: RiskCase) -> RiskCase:
    """`case` with the texts of its published records. Raises Problem: the sample literature is not installed."""
    if all(one.made_up for one in case.documents):
        return case
    documents = tuple(one if one.made_up else _read(one) for one in case.documents)
    texts = {one.id: one.text for one in documents if not one.made_up}
    return case.model_copy(
        update={"documents": documents, "facts": tuple(_placed(fact, texts) for fact in case.facts)}
    )


def _read(document: Document) -> Document:
    record = lab.sample()[document.pmid or ""]
    return document.model_copy(
        update={
            "title": record.title,
            "text": record.text,
            "year": record.year,
            "publication_types": record.publication_types,
        }
    )


def _placed(fact: Fact, texts: dict[str, str]) -> Fact:
    if fact.evidence not in texts:
        return fact
    start = texts[fact.evidence].index(fact.quote)
    return fact.model_copy(update={"start": start, "end": start + len(fact.quote)})
