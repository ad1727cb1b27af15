"""`python -m copilot.training.tagger --out FOLDER`: makes the texts, trains, writes the adapter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import torch
import typer
from rich.console import Console

from copilot.deid.tagging import Reader
from copilot.settings import Settings
from copilot.training.tagger import carriers, generate, literature, marked, pools, presidio
from copilot.training.tagger.train import Run, rows, save, train

_console = Console(stderr=True)


def main(
    out: Annotated[Path, typer.Option(help="folder for the adapter")],
    count: Annotated[int, typer.Option(help="generated texts")] = 22_000,
    written: Annotated[int, typer.Option(help="variants of the texts written by hand")] = 26_000,
    seed: Annotated[int, typer.Option(help="of texts, order and weights")] = 1,
    general: Annotated[Path | None, typer.Option(help="folder of presidio-research's generated texts")] = None,
    clean: Annotated[list[Path] | None, typer.Option(help="JSONL of questions in which nobody is named")] = None,
    threads: Annotated[int, typer.Option(help="processor threads")] = 1,
) -> None:
    """Train the tagger. Needs what `copilot setup` fetches: the encoder and the sample literature."""
    torch.set_num_threads(threads)
    home = Settings().home
    read = literature.read(home / "data" / "medline" / "pubmed21n1298.xml.gz")
    people = pools.make(read, seed)
    texts = list(generate.examples(carriers.load(), people, count, seed))
    texts += marked.variants(marked.load(), people, written, seed)
    plain = list(marked.clean(clean or ()))
    texts += marked.variants(plain, people, 3 * len(plain), seed)
    if general:
        texts += presidio.examples(general)
    encoder = home / "models" / "encoder"
    data = list(rows(texts, Reader(encoder), seed))
    _console.print(f"{len(texts)} texts, {len(data)} windows")
    save(train(data, encoder, Run(seed), _console.print), out)
    _console.print(f"wrote {out}")


if __name__ == "__main__":
    typer.run(main)
