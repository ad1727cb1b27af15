"""How well the index finds the abstracts that SciFact's claims cite: words, meaning, both, and read again.

    python -m benchmarks.retrieval_scifact [--data DIR] [--encoder DIR] [--max-pieces N] [--index DIR] [--json]

`reranked` searches for the claim as it stands with the shipped weights of words, cosine and similarity; in `folds`
the weights for each tenth of the claims were fitted on the other nine. `with names` searches for the other names that
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
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from retrieval.evidence import Rank
from retrieval.index import Encoder, Index, build
from retrieval.index.embed import MAX_PIECES
from retrieval.index.late import LateInteraction
from retrieval.index.rerank import LEXICAL
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


def features(hits: Hits) -> Values:
    """Of each text that was read again: BM25 as a share of the best, cosine, similarity; (texts, 3)."""
    ranks = [rank for _, rank in hits if rank.rerank is not None]
    words = np.array([rank.lexical or 0.0 for rank in ranks])
    words = words / (words.max() or 1.0)
    cosine = np.array([rank.dense or 0.0 for rank in ranks])
    return np.stack([words, cosine, [rank.rerank or 0.0 for rank in ranks] - cosine - LEXICAL * words], axis=1)


def fit(read: Sequence[Values], cited: Sequence[npt.NDArray[np.bool_]]) -> Values:
    """Weights of the features: logistic regression on which of a cited and an uncited text is the cited one."""
    pairs = np.concatenate(
        [(one[yes][:, None] - one[~yes][None, :12]).reshape(-1, 3) for one, yes in zip(read, cited, strict=True)]
    )
    labels = np.repeat([1, 0], len(pairs))
    model = LogisticRegression(C=100, fit_intercept=False).fit(np.concatenate([pairs, -pairs]), labels)
    weights: Values = model.coef_[0]
    return weights


def learned(
    hits: dict[str, Hits], wanted: dict[str, tuple[str, list[str]]]
) -> tuple[list[Values], list[npt.NDArray[np.bool_]]]:
    """For each claim, the features of the texts that were read again, and which of them it cites."""
    read = [features(of) for of in hits.values()]
    cited = [
        np.array([id in wanted[query][1] for id, _ in of[: len(one)]])
        for (query, of), one in zip(hits.items(), read, strict=True)
    ]
    return read, cited


def folded(hits: dict[str, Hits], wanted: dict[str, tuple[str, list[str]]]) -> dict[str, list[str]]:
    """The order of each claim's texts with weights fitted on the claims of the other folds."""
    read, cited = learned(hits, wanted)
    fold = np.random.default_rng(0).permutation(len(read)) % FOLDS
    orders = {}
    for at in range(FOLDS):
        others = np.flatnonzero(fold != at)
        weights = fit([read[i] for i in others], [cited[i] for i in others])
        for i, (query, of) in enumerate(hits.items()):
            if fold[i] == at:
                best = np.argsort(-(read[i] @ weights), kind="stable")
                orders[query] = [of[place][0] for place in (*best, *range(len(best), len(of)))]
    return orders


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
    in_folds = [one for query, ids in folded(hits, wanted).items() for one in ordered(query, ids)]
    values["folds"] = per_query(in_folds, qrels, order)
    weights = fit(*learned(hits, wanted))
    rows = list(summarise(values))
    setting = {
        "claims": len(wanted),
        "abstracts": manifest.counts.records,
        "chunks": manifest.counts.chunks,
        "encoder": manifest.encoder.fingerprint,
        "build_seconds": manifest.seconds,
        "weights fitted on all claims (words, cosine, similarity)": [round(float(one), 2) for one in weights],
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
