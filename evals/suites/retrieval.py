"""retrieval: does the search find the text that a question is about, and what does each stage of it add?"""

from __future__ import annotations

import gzip
import json
import math
import os
import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from copilot.verify.words import content_stems
from evals import lab
from evals.suite import Answer, Card, Case, Size, Suite, Verdict
from retrieval.evidence import Rank
from retrieval.index import Index, build
from retrieval.index.search import Rewrite
from retrieval.query.understand import Query, understand
from retrieval.sentences import split

_DEPTH = 100
_HELD_OUT = "7"
"""The reranker never learned from records whose id ends in this: `copilot.training.reranker`."""


def cases(size: Size, seed: int) -> Iterator[Case]:
    """Made-up questions; what is left of a sample abstract's conclusion; SciFact's claims where they are."""
    for row in lab.lines("abstracts.jsonl"):
        yield Case(f"made-{row['id']}", row["question"], "made-up", {"relevant": [row["id"]]})
    if size != "slice":
        yield from _known_items(lab.by_size(size, slice=0, quick=25, full=400), seed)
        yield from _other_words(lab.by_size(size, slice=0, quick=25, full=1000), seed)
    if size == "full" and (_scifact() / "corpus.jsonl.gz").is_file():
        yield from _claims()


def _known_items(count: int, seed: int) -> Iterator[Case]:
    """Every second content word of an abstract's last sentence, shuffled: a question that shares few words."""
    rng = random.Random(seed)  # noqa: S311
    records = [one for one in lab.sample().values() if len(one.text) > 600 and one.id.endswith(_HELD_OUT)]
    for record in rng.sample(records, min(count, len(records))):
        start, end = split(record.text)[-1]
        stems = sorted(set(content_stems(record.text[start:end])))[::2]
        if len(stems) >= 4 and lab.copilot("none").evidence(record.id):
            rng.shuffle(stems)
            yield Case(f"known-{record.id}", " ".join(stems), "known item", {"relevant": [record.id]})


def _other_words(count: int, seed: int) -> Iterator[Case]:
    """Questions of our own in abbreviations, brand names and drug classes, not in the words of their abstract."""
    rows = lab.lines("retrieval/known_items.jsonl")
    for row in random.Random(seed).sample(rows, min(count, len(rows))):  # noqa: S311
        yield Case(f"words-{row['id']}", row["question"], "other words", {"relevant": [f"pmid:{row['pmid']}"]})


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
    """The first hundred of each stage, all from one search; `as asked` is a second, without other names."""
    index = _index(case.group, understand)
    found = next(index.search_many([case.input], k=2 * _DEPTH))
    stages = {name: _best(found, score) for name, score in _STAGES.items()}
    if index.reads:
        stages["reranked"] = [id for id, _ in found[:_DEPTH]]
    if case.group == "other words":
        stages["as asked"] = [id for id, _ in next(_index(case.group, Query).search_many([case.input], k=_DEPTH))]
    return {"stages": stages}


_STAGES: dict[str, Callable[[Rank], float | None]] = {
    "BM25": lambda rank: rank.lexical,
    "dense": lambda rank: rank.dense,
    "fusion": lambda rank: rank.fused,
}


def _best(found: Sequence[tuple[str, Rank]], score: Callable[[Rank], float | None]) -> list[str]:
    scored = [(value, id) for id, rank in found if (value := score(rank)) is not None]
    return [id for _, id in sorted(scored, key=lambda one: -one[0])[:_DEPTH]]


@cache
def _index(group: str, rewrite: Rewrite) -> Index:
    if group in ("known item", "other words"):
        return Index.open(lab.settings().index_dir, lab.encoder(), lab.reranker(), rewrite)
    folder = lab.scratch() / f"retrieval-{group}"
    documents = lab.lines("abstracts.jsonl") if group == "made-up" else list(_corpus())
    build([lab.source(f"retrieval-{group}", documents)], folder, lab.encoder())
    return Index.open(folder, lab.encoder(), lab.reranker(), rewrite)


def _corpus() -> Iterator[lab.Document]:
    with gzip.open(_scifact() / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            text = " ".join(sentence.strip() for sentence in row["abstract"])
            yield {"id": str(row["doc_id"]), "title": row["title"], "text": text}


def judge(case: Case, answer: Answer) -> Verdict:
    relevant, stages = set(case.facts["relevant"]), answer["stages"]
    measures: dict[str, tuple[float, float]] = {}
    for stage, ids in stages.items():
        measures[f"{case.group}: {stage} nDCG@10"] = (_ndcg(ids, relevant), 1.0)
        measures[f"{case.group}: {stage} recall@{_DEPTH}"] = (float(len(relevant & set(ids))), float(len(relevant)))
    shipped = stages.get("reranked", stages["fusion"])
    ranks = [rank for rank, id in enumerate(shipped, start=1) if id in relevant]
    found = any(rank <= 10 for rank in ranks)
    return Verdict(found, measures, f"found at {ranks}" if ranks else "not found", tuple(relevant))


def _ndcg(ids: Sequence[str], relevant: set[str]) -> float:
    gain = sum(1 / math.log2(1 + rank) for rank, id in enumerate(ids[:10], start=1) if id in relevant)
    return gain / sum(1 / math.log2(1 + rank) for rank in range(1, min(10, len(relevant)) + 1))


SUITE = Suite(
    "retrieval",
    Card(
        checks="The text that a question is about is found, and high up: by words, by meaning, by both, read again.",
        source="Made-up abstracts with a question each; abstracts of the sample literature that the reranker did not "
        "learn from, asked for with half the words of their last sentence; questions of our own in other words than "
        "those of their abstract; SciFact's training claims where the development data is.",
        licence="Made-up: the project's own. MEDLINE: NLM terms. SciFact: claims CC BY 4.0, abstracts ODC-By. The "
        "last two are read, not shipped.",
        cannot_tell="A known item is easier than a clinician's question: its words are the text's own, and one text "
        "counts as right where several may be.",
    ),
    cases,
    solve,
    judge,
)
