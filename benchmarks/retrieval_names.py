"""What each part of query understanding is worth: questions in other words than those of the text they are about.

    python -m benchmarks.retrieval_names [--json]

Data: evals/data/retrieval/known_items.jsonl, 127 questions of our own about abstracts of the sample literature, with
abbreviations, brand names or drug classes in place of words of the abstract; one abstract counts as right. Needs the
default index and the encoder (`copilot setup`). 95% intervals by bootstrap over questions, paired for the gain.
"""

from __future__ import annotations

import argparse
import json
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.retrieval_scifact import Values, interval
from copilot.settings import settings
from retrieval.index import Encoder, Index
from retrieval.index.late import LateInteraction
from retrieval.index.search import Rewrite
from retrieval.query.understand import PARTS, Query, understand

FILE = Path(__file__).parents[1] / "evals" / "data" / "retrieval" / "known_items.jsonl"
REWRITES: dict[str, Rewrite] = {
    "as asked": Query,
    **{f"+ {part}": partial(understand, parts=(part,)) for part in PARTS},
    "+ all": understand,
}


def gain(index: Index, rows: list[dict[str, str]]) -> Values:
    """nDCG@10 of each question, whose one right text is worth 1 / log2(1 + rank)."""
    found = index.search_many([row["question"] for row in rows], 10)
    places = [
        next((place for place, (id, _) in enumerate(hits, 1) if id == f"pmid:{row['pmid']}"), None)
        for row, hits in zip(rows, found, strict=True)
    ]
    return np.array([1 / np.log2(1 + place) if place else 0.0 for place in places])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    kinds = np.array([row["kind"] for row in rows])
    chosen = settings()
    encoder = Encoder(chosen.encoder_dir)
    runs: dict[str, Values] = {}
    for reader in (None, LateInteraction.shipped(chosen.encoder_dir, 4000)):
        for name, rewrite in REWRITES.items():
            with Index.open(chosen.index_dir, encoder, reader, rewrite) as index:
                runs[f"{'fusion' if reader is None else 'reranked'}, {name}"] = gain(index, rows)
    out = []
    for name, values in runs.items():
        more = values - runs[f"{name.partition(',')[0]}, as asked"]
        by_kind = {kind: float(values[kinds == kind].mean()) for kind in sorted(set(kinds))}
        out.append(
            {"run": name, "mean": float(values.mean()), "ci": interval(values), "gain": float(more.mean())}
            | {"gain_ci": interval(more), "kinds": by_kind}
        )
    if as_json:
        print(json.dumps(out, indent=2))
        return
    for row in out:
        (low, high), (least, most) = row["ci"], row["gain_ci"]
        parts = ", ".join(f"{kind} {value:.3f}" for kind, value in row["kinds"].items())
        print(
            f"{row['run']:26}{row['mean']:.3f} [{low:.3f}, {high:.3f}]"
            f"  {row['gain']:+.3f} [{least:+.3f}, {most:+.3f}]  {parts}"
        )


if __name__ == "__main__":
    main()
