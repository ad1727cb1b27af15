"""`python -m copilot.training.verifier --out FOLDER`: makes the examples, trains, writes the adapter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import torch
import typer
from rich.console import Console
from transformers import AutoModelForCausalLM, AutoTokenizer

from copilot.settings import Settings
from copilot.training.verifier.examples import Example, examples
from copilot.training.verifier.train import Run, adapt, train
from retrieval.literature.load import load
from retrieval.record import Record

_console = Console(stderr=True)


def main(
    out: Annotated[Path, typer.Option(help="folder for the adapter")],
    abstracts: Annotated[int, typer.Option(help="abstracts of the sample literature to read")] = 20_000,
    pairs: Annotated[Path | None, typer.Option(help="further claims, lines of {claim, evidence, holds}")] = None,
    minutes: Annotated[float, typer.Option(help="longest run")] = 600.0,
    seed: Annotated[int, typer.Option(help="of examples, order and weights")] = 5,
) -> None:
    """Train the verifier's adapter. Needs what `copilot setup` fetches: base model and sample literature."""
    home = Settings().home
    read = [
        item
        for item in load(f"medline:{home / 'data' / 'medline' / 'pubmed21n1298.xml.gz'}")
        if isinstance(item, Record)
    ]
    data = list(examples(read[:abstracts], seed))
    if pairs:
        lines = map(json.loads, pairs.read_text(encoding="utf-8").splitlines())
        data += [Example(row["claim"], row["evidence"], bool(row["holds"]), "given") for row in lines]
    folder = str(home / "models")
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file="base.gguf", local_files_only=True)
    model: Any = AutoModelForCausalLM.from_pretrained(
        folder, gguf_file="base.gguf", local_files_only=True, dtype=torch.float32
    )
    run = Run(seed, minutes=minutes)
    adapted = adapt(model.to("cuda" if torch.cuda.is_available() else "cpu"), run)
    _console.print(f"{len(data)} examples")
    train(adapted, tokenizer, data, run, _console.print)
    adapted.half().save_pretrained(out)
    _console.print(f"wrote {out}")


if __name__ == "__main__":
    typer.run(main)
