"""`python -m copilot.training.guard --requests MEDSAFETYBENCH --pubmedqa DEV`: what the guard ships, learned anew.

Deterministic: the same files, encoder and processor give the same weights.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from rich.console import Console

from copilot.settings import Settings
from copilot.setup.assets import ADAPTERS
from copilot.training.guard import reader, words
from copilot.training.guard.questions import examples
from retrieval.index import Encoder

_console = Console(stderr=True)


def main(
    requests: Annotated[Path, typer.Option(help="MedSafetyBench, train split, JSONL")],
    pubmedqa: Annotated[Path, typer.Option(help="PubMedQA development questions, JSONL, gzipped")],
    own: Annotated[Path, typer.Option(help="questions of our own")] = Path("evals/data"),
    fallback: Annotated[Path, typer.Option(help="weights over words to write")] = Path("copilot/safety/guard.npz"),
    out: Annotated[Path, typer.Option(help="folder for the reader's adapter")] = ADAPTERS / "guard",
) -> None:
    """Fits on everything and writes both. `python -m benchmarks.guard` says how good they are."""
    torch.set_num_threads(1)
    rows = list(examples(own, requests, pubmedqa))
    model = words.fit(rows)
    with fallback.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            coef=model.coef_.T.astype(np.float16),
            intercept=model.intercept_.astype(np.float32),
        )
    folder = Settings().encoder_dir
    reader.save(reader.train(rows, folder, reader.Run()), Encoder(folder).weights, out)
    _console.print(f"{len(rows)} questions; wrote {fallback} and {out}")


if __name__ == "__main__":
    typer.run(main)
