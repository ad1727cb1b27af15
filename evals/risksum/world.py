"""A case in the real product: its evidence set as an index, its cohort as a database behind the disclosure gate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from copilot import gather
from copilot.draft.drafter import Drafter
from copilot.patient.intake import arrive, from_document
from copilot.pipeline import Copilot
from copilot.schema import Options, PatientContext, RiskSummary
from copilot.settings import Settings
from copilot.subject import subject
from copilot.walk import Walk
from evals import lab
from evals.risksum.case import COHORT, Answered, Document, Fact, RiskCase
from evals.risksum.patient import TODAY
from evals.risksum.planted import plant
from evals.risksum.sample import filled
from evals.risksum.score import holds
from retrieval.evidence import Evidence
from retrieval.index import build, update
from retrieval.literature.load import load
from retrieval.record import Record
from retrieval.sentences import split


def computed(case: RiskCase) -> RiskCase:
    """`case` with its whole evidence set, and the spans of its facts in what is computed.

    Cohort and scores are computed as the product does for this patient; what the gold says of them was planted, or
    written down, before. Raises Problem: it needs the sample literature, which is not installed.
    """
    case = filled(case)
    patient = context(case)
    counted = gather.cohort(case.question, subject(patient, case.question), _settings(case, None)).evidence
    scores = gather.scores(case.question, patient)
    beside = {COHORT: counted[0]} if counted and case.cohort else {}
    beside |= {_score(one): one for one in scores}
    facts = tuple(_located(fact, beside) for fact in case.facts)
    ids = {name: one.id for name, one in beside.items()}
    forbidden = tuple(
        one.model_copy(update={"evidence": ids.get(one.evidence, one.evidence)}) for one in case.forbidden
    )
    return case.model_copy(
        update={"evidence": (*_literature(case), *beside.values()), "facts": facts, "forbidden": forbidden}
    )


def context(case: RiskCase) -> PatientContext:
    """The patient as the walk takes one."""
    return from_document(case.patient, today=TODAY)


def ask(case: RiskCase, copilot: Copilot, drafter: Drafter | None = None) -> Answered:
    """The product's answer over this case's world; `drafter` stands in for that of the settings."""
    patient, known = context(case), arrive(case.patient).known
    if drafter is None:
        return _answered(case.id, copilot.ask(case.question, patient, known=known))
    *_, summary = Walk(copilot, case.question, patient, Options(), drafter, known).run()
    assert isinstance(summary, RiskSummary)
    return _answered(case.id, summary)


def _answered(id: str, summary: RiskSummary) -> Answered:
    """The part of a summary that is scored."""
    told = summary.model_dump(mode="json", include={"status": True, "sentences": {"__all__": {"text", "citations"}}})
    for sentence in told["sentences"]:
        for cited in sentence["citations"]:
            del cited["sha256"]
    reason = summary.abstention.reason if summary.abstention else None
    return Answered.model_validate(told | {"id": id, "reason": reason})


def opened(case: RiskCase, engine: str | None, **changes: object) -> Copilot:
    """A copilot over this case's evidence and nothing else. `engine` drafts; None is the default one.

    `changes` are other settings by name.
    """
    settings = _settings(case, engine).model_copy(update=changes)
    folder = settings.index_dir
    if not folder.exists():
        listed = [one for one in case.documents if one.listed]
        build(_sources(case), folder, lab.encoder())
        if listed:
            update([_listed(case, listed)], folder, lab.encoder())
    return lab.opened(settings)


def _settings(case: RiskCase, engine: str | None) -> Settings:
    database = _place(case) / "cdm.duckdb"
    if case.cohort and not database.exists():
        plant(case.cohort, database, f"risksum {database.parent.name}")
    return lab.settings().model_copy(update={"index": _place(case) / "index", "engine": engine, "cdm": str(database)})


_OTHER = {
    "id": "pmid:99999999",
    "pmid": "99999999",
    "title": "Shelf life of sterile drapes in theatre stores.",
    "text": "Of 400 sealed drapes kept for 12 months, none had grown anything. Torn packs were found in two stores.",
    "year": 2014,
}
"""A made-up text about something else."""


def _place(case: RiskCase) -> Path:
    """A folder of this case as it is: another evidence set is another folder."""
    digest = hashlib.sha256(case.model_dump_json(exclude={"facts", "forbidden", "evidence"}).encode()).hexdigest()
    folder = lab.scratch() / "risksum" / digest[:16]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sources(case: RiskCase) -> list[str]:
    folder = _place(case)
    papers = [one for one in case.documents if one.kind == "literature"]
    lines = [
        one.model_dump_json(include={"id", "title", "text", "year", "pmid", "publication_types"}) for one in papers
    ]
    if papers and all("Retracted Publication" in one.publication_types for one in case.documents):
        lines.append(json.dumps(_OTHER))  # nothing is left to index, and no library is empty
    (folder / "papers.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    sources = [f"jsonl:{folder / 'papers.jsonl'}"] if papers else []
    guidelines = [one for one in case.documents if one.kind == "guideline"]
    if guidelines:
        (folder / "guidelines").mkdir(exist_ok=True)
        sources.append(f"documents:{folder / 'guidelines'}")
    for one in guidelines:
        file = folder / "guidelines" / one.id.removeprefix("doc:").partition("#")[0]
        file.write_text(one.text, encoding="utf-8")
        about = {"title": one.title, "organisation": one.organisation, "year": one.year, "kind": "guideline"}
        file.with_name(f"{file.name}.meta.json").write_text(json.dumps(about), encoding="utf-8")
    return sources


def _listed(case: RiskCase, documents: list[Document]) -> str:
    """Works in the layout of the Retraction Watch Database."""
    head = "RetractionNature,RetractionDate,OriginalPaperPubMedID,OriginalPaperDOI,RetractionPubMedID,RetractionDOI"
    rows = [f"Retraction,1/15/2024 0:00,{one.pmid},unavailable,0,unavailable" for one in documents]
    file = _place(case) / "retractions.csv"
    file.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return f"retractions:{file}"


def _literature(case: RiskCase) -> Iterator[Evidence]:
    for source in _sources(case):
        for item in load(source):
            if isinstance(item, Record):
                yield item.evidence()


def _score(item: Evidence) -> str:
    """The name of a score: `score:fib-4:…` is fib-4."""
    return ":".join(item.id.split(":")[:2])


def _located(fact: Fact, beside: dict[str, Evidence]) -> Fact:
    """A fact about computed evidence, at the sentence that makes it, prose if there is one; others as they are."""
    item = beside.get(fact.evidence)
    if item is None:
        return fact
    spans = [(start, end) for start, end in split(item.text) if holds(fact, item.text[start:end])]
    spans.sort(key=lambda span: not _is_prose(item.text[slice(*span)]))
    if not spans:
        return fact.model_copy(update={"evidence": item.id})
    start, end = spans[0]
    return fact.model_copy(update={"evidence": item.id, "quote": item.text[start:end], "start": start, "end": end})


def _is_prose(sentence: str) -> bool:
    """Statistics in the notation of the drafting model are no sentence to show."""
    return "=" not in sentence and ";" not in sentence
