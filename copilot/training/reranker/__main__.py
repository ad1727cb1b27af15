"""`python -m copilot.training.reranker --out FILE`: pairs from the sample literature, training, the adapter."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Annotated

import torch
import typer
from rich.console import Console

from copilot.settings import Settings
from copilot.training.reranker.pairs import batches, pairs
from copilot.training.reranker.train import Run, save, train
from retrieval.index import Encoder
from retrieval.literature.load import load
from retrieval.record import Record

HELD_OUT = "7"
"""Records whose PubMed id ends in this are never learned from: evaluation draws from them."""
_console = Console(stderr=True)


def main(
    out: Annotated[Path, typer.Option(help="file for the adapter")],
    without: Annotated[Path | None, typer.Option(help="JSONL whose `pmid`s are left out as well")] = None,
    steps: Annotated[int, typer.Option(help="batches of 32 pairs")] = 400,
    seed: Annotated[int, typer.Option(help="of pairs, order and weights")] = 0,
    threads: Annotated[int, typer.Option(help="processor threads")] = 1,
) -> None:
    """Train the reranker. Needs what `copilot setup` fetches: the encoder and the sample literature."""
    torch.set_num_threads(threads)
    home = Settings().home
    encoder = home / "models" / "encoder"
    kept_out = {json.loads(line)["pmid"] for line in without.read_text().splitlines()} if without else set()
    items = load(f"medline:{home / 'data' / 'medline' / 'pubmed21n1298.xml.gz'}")
    records = [
        item
        for item in items
        if isinstance(item, Record)
        and not item.id.endswith(HELD_OUT)
        and item.source.pmid not in kept_out
        and item.language == "eng"
    ]
    random = Random(seed)  # noqa: S311
    data = list(pairs(records, random))
    random.shuffle(data)
    data = data[: 40 * steps]
    order = batches(Encoder(encoder).encode([pair.query for pair in data]), 32, random)[:steps]
    _console.print(f"{len(data)} pairs, {len(order)} batches")
    save(train(data, order, encoder, Run(seed), _console.print), out)
    _console.print(f"wrote {out}")


if __name__ == "__main__":
    typer.run(main)
