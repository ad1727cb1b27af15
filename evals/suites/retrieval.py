"""retrieval: does the search find the text that a question is about?"""

from __future__ import annotations

import gzip
import json
import math
import os
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from copilot.verify.words import content_stems
from evals import lab
from evals.suite import Answer, Card, Case, Size, Suite, Verdict
from retrieval.index import Index, build
from retrieval.literature.load import load
from retrieval.record import Record
from retrieval.sentences import split

_DEPTH = 100


def cases(size: Size, seed: int) -> Iterator[Case]:
    """Made-up questions; what is left of a sample abstract's conclusion; SciFact's claims where they are."""
    for row in lab.lines("abstracts.jsonl"):
        yield Case(f"made-{row['id']}", row["question"], "made-up", {"relevant": [row["id"]]})
    if size != "slice":
        yield from _known_items(lab.by_size(size, slice=0, quick=60, full=400), seed)
    if size == "full" and (_scifact() / "corpus.jsonl.gz").is_file():
        yield from _claims()


def _known_items(count: int, seed: int) -> Iterator[Case]:
    """Every second content word of an abstract's last sentence, shuffled: a question that shares few words."""
    rng = random.Random(seed)  # noqa: S311
    records = [item for item in load(f"medline:{lab.medline()}") if isinstance(item, Record) and len(item.text) > 600]
    for record in rng.sample(records, min(count, len(records))):
        start, end = split(record.text)[-1]
        stems = sorted(set(content_stems(record.text[start:end])))[::2]
        if len(stems) >= 4 and lab.copilot("none").evidence(record.id):
            rng.shuffle(stems)
            yield Case(f"known-{record.id}", " ".join(stems), "known item", {"relevant": [record.id]})


def _claims() -> Iterator[Case]:
    with gzip.open(_scifact() / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        corpus = {str(json.loads(line)["doc_id"]) for line in file}
    for line in (_scifact() / "claims_train.jsonl").read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        relevant = [str(id) for id in claim["cited_doc_ids"] if str(id) in corpus]
        if relevant:
            yield Case(f"scifact-{claim['id']}", claim["claim"], "SciFact", {"relevant": relevant})


def _scifact() -> Path:
    root = Path(os.environ.get("COPILOT_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
    return root / "scifact"


def solve(case: Case) -> Answer:
    found = next(_index(case.group).search_many([case.input], k=_DEPTH))
    return {"ids": [id for id, _ in found]}


@cache
def _index(group: str) -> Index:
    if group == "known item":
        return lab.copilot("none").index
    folder = lab.scratch() / f"retrieval-{group}"
    documents = lab.lines("abstracts.jsonl") if group == "made-up" else list(_corpus())
    build([lab.source(f"retrieval-{group}", documents)], folder, lab.encoder())
    return Index.open(folder, lab.encoder())


def _corpus() -> Iterator[lab.Document]:
    with gzip.open(_scifact() / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            text = " ".join(sentence.strip() for sentence in row["abstract"])
            yield {"id": str(row["doc_id"]), "title": row["title"], "text": text}


def judge(case: Case, answer: Answer) -> Verdict:
    relevant, ids = set(case.facts["relevant"]), answer["ids"]
    ranks = [rank for rank, id in enumerate(ids, start=1) if id in relevant]
    gain = sum(1 / math.log2(1 + rank) for rank in ranks if rank <= 10)
    ideal = sum(1 / math.log2(1 + rank) for rank in range(1, min(10, len(relevant)) + 1))
    measures = {
        f"{case.group}: nDCG@10": (gain / ideal, 1.0),
        f"{case.group}: recall@{_DEPTH}": (float(len(ranks)), float(len(relevant))),
    }
    found = any(rank <= 10 for rank in ranks)
    return Verdict(found, measures, f"found at {ranks}" if ranks else "not found", tuple(relevant))


SUITE = Suite(
    "retrieval",
    Card(
        checks="The text that a question is about is found, and high up.",
        source="Made-up abstracts with a question each; abstracts of the sample literature, asked for with half the "
        "words of their last sentence; SciFact's training claims where the development data is.",
        licence="Made-up: the project's own. MEDLINE: NLM terms. SciFact: claims CC BY 4.0, abstracts ODC-By. The "
        "last two are read, not shipped.",
        cannot_tell="A known item is easier than a clinician's question: its words are the text's own, and one text "
        "counts as right where several may be.",
    ),
    cases,
    solve,
    judge,
)
