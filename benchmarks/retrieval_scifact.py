"""How well the index finds the abstracts that SciFact's claims cite: words, meaning, both, and read again.

    python -m benchmarks.retrieval_scifact [--data DIR] [--encoder DIR] [--max-pieces N] [--index DIR] [--json]

`reranked` searches for the claim as it stands with the shipped weight of the reranker's similarity; in `folds` the
weight of each tenth of the claims was chosen on the other nine. `with names` searches for the other names that
`retrieval.query` adds as well: what `copilot search` does. `--index`: one that was built of the corpus before.

Data: SciFact (Wadden et al., EMNLP 2020), train claims. A claim counts if it cites at least one abstract of the
corpus; every cited abstract is relevant, whatever it says of the claim. Scores by ir-measures; 95% intervals by
bootstrap over claims, paired for the differences.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
import numpy.typing as npt
from platformdirs import user_cache_path

from retrieval.evidence import Rank
from retrieval.index import Encoder, Index, build
from retrieval.index.embed import MAX_PIECES
from retrieval.index.late import LateInteraction
from retrieval.query.understand import Query

MEASURES = (ir_measures.nDCG @ 10, ir_measures.R @ 100)
DEPTH = 1000
PARTS: dict[str, Callable[[Rank], float | None]] = {
    "lexical": lambda rank: rank.lexical,
    "dense": lambda rank: rank.dense,
    "fusion": lambda rank: rank.fused,
}
READ = 6000
"""Texts whose reading is kept: every abstract of the corpus, so that none is read twice (1 GB)."""
Values = npt.NDArray[np.float64]


def convert(data: Path, out: Path) -> set[str]:
    """Write the corpus as JSONL documents; their ids."""
    ids = set()
    with gzip.open(data / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines, out.open("w", encoding="utf-8") as to:
        for line in lines:
            document = json.loads(line)
            text = " ".join(sentence.strip() for sentence in document["abstract"])
            to.write(json.dumps({"id": str(document["doc_id"]), "title": document["title"], "text": text}) + "\n")
            ids.add(str(document["doc_id"]))
    return ids


def claims(data: Path, corpus: set[str]) -> dict[str, tuple[str, list[str]]]:
    """Claim id: (claim, ids of the abstracts it cites), for the claims that cite any of the corpus."""
    found = {}
    for line in (data / "claims_train.jsonl").read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        relevant = [str(id) for id in claim["cited_doc_ids"] if str(id) in corpus]
        if relevant:
            found[str(claim["id"])] = (claim["claim"], relevant)
    return found


WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0)
FOLDS = 10
Hits = list[tuple[str, Rank]]


def rankings(found: dict[str, Hits]) -> dict[str, list[ir_measures.ScoredDoc]]:
    """The best hundred of each part for each query, all from one search; `reranked` is the order of the search."""
    runs: dict[str, list[ir_measures.ScoredDoc]] = {name: [] for name in (*PARTS, "reranked")}
    for query, hits in found.items():
        for name, score in PARTS.items():
            scored = [(value, id) for id, rank in hits if (value := score(rank)) is not None]
            runs[name] += [
                ir_measures.ScoredDoc(query, id, value) for value, id in sorted(scored, reverse=True)[:100]
            ]
        runs["reranked"] += ordered(query, [id for id, _ in hits])
    return runs


def weighted(hits: Hits, weight: float) -> list[str]:
    """The order with another weight of the similarity."""
    read = [(id, rank) for id, rank in hits if rank.rerank is not None]
    best = sorted(read, key=lambda hit: -((hit[1].fused or 0.0) + weight * (hit[1].rerank or 0.0)))
    return [id for id, _ in (*best, *hits[len(read) :])]


def folded(by_weight: Sequence[dict[str, Values]]) -> tuple[dict[str, Values], list[float]]:
    """The values with the weight of each fold chosen by nDCG@10 on the other folds, and the weights."""
    first = str(MEASURES[0])
    fold = np.random.default_rng(0).permutation(len(by_weight[0][first])) % FOLDS
    chosen = [int(np.argmax([each[first][fold != at].mean() for each in by_weight])) for at in range(FOLDS)]
    values = {
        measure: np.array([by_weight[chosen[at]][measure][i] for i, at in enumerate(fold)])
        for measure in by_weight[0]
    }
    return values, [WEIGHTS[at] for at in chosen]


def ordered(query: str, ids: Sequence[str]) -> list[ir_measures.ScoredDoc]:
    """The first hundred of a ranking, with scores that say no more than their order."""
    return [ir_measures.ScoredDoc(query, id, 1 / place) for place, id in enumerate(ids[:100], start=1)]


def per_query(run: list[ir_measures.ScoredDoc], qrels: list[ir_measures.Qrel], order: list[str]) -> dict[str, Values]:
    """Each measure's values, in the order of the queries."""
    values = {str(measure): dict.fromkeys(order, 0.0) for measure in MEASURES}
    for metric in ir_measures.iter_calc(MEASURES, qrels, run):
        values[str(metric.measure)][metric.query_id] = metric.value
    return {name: np.array(list(by_query.values())) for name, by_query in values.items()}


def interval(values: Values, resamples: int = 5000) -> tuple[float, float]:
    """95% bootstrap interval of the mean."""
    drawn = np.random.default_rng(0).integers(0, len(values), (resamples, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def summarise(values: dict[str, dict[str, Values]]) -> Iterator[dict[str, Any]]:
    """Mean and interval of each part, and of what it adds to fusion."""
    for name, by_measure in values.items():
        for measure, each in by_measure.items():
            gain = each - values["fusion"][measure]
            yield {
                "part": name,
                "measure": measure,
                "mean": float(each.mean()),
                "ci": interval(each),
                "gain": float(gain.mean()),
                "gain_ci": interval(gain),
            }


def main() -> None:
    home = Path(os.environ.get("COPILOT_HOME") or user_cache_path("clinician-copilot"))
    shared = Path(os.environ.get("COPILOT_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=shared / "scifact")
    parser.add_argument("--encoder", type=Path, default=home / "models" / "encoder")
    parser.add_argument("--max-pieces", type=int, default=MAX_PIECES)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not (arguments.data / "corpus.jsonl.gz").is_file():
        parser.error(f"SciFact is not in {arguments.data}: give --data, or set COPILOT_SHARED_DATA")

    encoder = Encoder(arguments.encoder, max_pieces=arguments.max_pieces)
    with tempfile.TemporaryDirectory() as folder:
        corpus = convert(arguments.data, Path(folder) / "corpus.jsonl")
        wanted = claims(arguments.data, corpus)
        place = arguments.index or Path(folder) / "index"
        if not arguments.index:
            build([f"jsonl:{folder}/corpus.jsonl"], place, encoder)
        reader = LateInteraction.shipped(arguments.encoder, READ)
        queries = {id: claim for id, (claim, _) in wanted.items()}
        with Index.open(place, encoder, reader, Query) as index:
            manifest = index.manifest
            found = index.search_many(list(queries.values()), k=2 * DEPTH, depth=DEPTH)
            hits = dict(zip(queries, found, strict=True))
        with Index.open(place, encoder, reader) as index:
            named = dict(zip(queries, index.search_many(list(queries.values()), 100), strict=True))
    runs = rankings(hits)
    runs["with names"] = [one for query, of in named.items() for one in ordered(query, [id for id, _ in of])]
    qrels = [ir_measures.Qrel(id, document, 1) for id, (_, cited) in wanted.items() for document in cited]
    order = list(wanted)
    values = {name: per_query(run, qrels, order) for name, run in runs.items()}
    by_weight = [
        per_query([one for query, of in hits.items() for one in ordered(query, weighted(of, weight))], qrels, order)
        for weight in WEIGHTS
    ]
    values["folds"], chosen = folded(by_weight)
    rows = list(summarise(values))
    setting = {
        "claims": len(wanted),
        "abstracts": manifest.counts.records,
        "chunks": manifest.counts.chunks,
        "encoder": manifest.encoder.fingerprint,
        "build_seconds": manifest.seconds,
        "nDCG@10 by weight": {
            weight: round(float(each[str(MEASURES[0])].mean()), 4)
            for weight, each in zip(WEIGHTS, by_weight, strict=True)
        },
        "weight by fold": chosen,
    }
    if arguments.json:
        print(json.dumps({"setting": setting, "results": rows}, indent=2))
        return
    print(*(f"{name}: {value}" for name, value in setting.items()), sep="\n")
    print(f"\n{'':12}{'measure':10}{'mean':>7}  95% CI            against fusion")
    for row in rows:
        (low, high), (gain_low, gain_high) = row["ci"], row["gain_ci"]
        gain = "" if row["part"] == "fusion" else f"{row['gain']:+.3f} [{gain_low:+.3f}, {gain_high:+.3f}]"
        print(f"{row['part']:12}{row['measure']:10}{row['mean']:7.3f}  [{low:.3f}, {high:.3f}]    {gain}")


if __name__ == "__main__":
    main()
