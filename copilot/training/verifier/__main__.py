"""`python -m copilot.training.verifier --out FOLDER`: makes the examples, trains, writes the adapter."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Annotated, Any, TypeVar

import torch
import typer
from rich.console import Console
from transformers import AutoModelForCausalLM, AutoTokenizer

from copilot.settings import Settings
from copilot.setup.assets import ADAPTERS
from copilot.training.lora import adapt, updates
from copilot.training.verifier import adapter, bias, written
from copilot.training.verifier.examples import Example, examples
from copilot.training.verifier.train import Run, train
from retrieval.literature.load import load
from retrieval.record import Record

_console = Console(stderr=True)
_SHIPPED = ADAPTERS / "verifier"
RANK = 16
T = TypeVar("T")


def main(
    out: Annotated[Path, typer.Option(help="folder for the adapter")],
    abstracts: Annotated[int, typer.Option(help="abstracts of the sample literature to make claims of")] = 20_000,
    made: Annotated[int | None, typer.Option(help="how many of these claims to keep, by chance")] = None,
    by_hand: Annotated[int | None, typer.Option(help="how many claims written by hand, by chance")] = None,
    level: Annotated[bool, typer.Option("--level", help="of these, such as do not give away their verdict")] = False,
    pairs: Annotated[Path | None, typer.Option(help="further claims, lines of {claim, evidence, holds}")] = None,
    without: Annotated[list[Path] | None, typer.Option(help="lines with a `pmid` not to train on")] = None,
    start: Annotated[Path, typer.Option(help="adapter to go on from; `new` begins one")] = _SHIPPED,
    upper: Annotated[int, typer.Option(help="train this many of the upper layers; the others stay as they are")] = 30,
    epochs: Annotated[int, typer.Option(help="passes over the claims")] = 2,
    rate: Annotated[float, typer.Option(help="learning rate")] = 3e-4,
    minutes: Annotated[float, typer.Option(help="longest run")] = 600.0,
    seed: Annotated[int, typer.Option(help="of examples, order and weights")] = 5,
) -> None:
    """Train the verifier's adapter. Needs what `copilot setup` fetches: base model and sample literature."""
    home = Settings().home
    file = home / "data" / "medline" / "pubmed21n1298.xml.gz"
    held_out = {f"pmid:{row['pmid']}" for file in without or [] for row in _lines(file)}
    read = [item for item in load(f"medline:{file}") if isinstance(item, Record) and item.id not in held_out]
    data = _some(list(examples(read[:abstracts], seed)), made, seed)
    lines = bias.levelled(written.load(), seed) if level else written.load()
    data += written.examples(_some(lines, by_hand, seed), read)
    for row in _lines(pairs) if pairs else []:
        data.append(
            Example(row["claim"], written.passage(row["claim"], row["evidence"]), bool(row["holds"]), "given")
        )
    tokenizer, model = base(home / "models")
    torch.manual_seed(seed)
    adapt(model.model, RANK, None if start.name == "new" else adapter.read(start))
    model.model.layers[: max(0, len(model.model.layers) - upper)].requires_grad_(False)
    _console.print(f"{len(data)} examples")
    train(model, tokenizer, data, Run(seed, epochs=epochs, rate=rate, minutes=minutes), _console.print)
    adapter.write(updates(model.model), _SHIPPED, out)
    _console.print(f"wrote {out}")


def base(folder: Path) -> tuple[Any, Any]:
    name, gguf = str(folder), "base.gguf"
    tokenizer = AutoTokenizer.from_pretrained(name, gguf_file=gguf, local_files_only=True)
    model: Any = AutoModelForCausalLM.from_pretrained(
        name, gguf_file=gguf, local_files_only=True, dtype=torch.float32, attn_implementation="eager"
    )  # on a processor the backward pass of fused attention takes as long as all matrices together
    return tokenizer, model.to("cuda" if torch.cuda.is_available() else "cpu").requires_grad_(False)


def _some(items: list[T], count: int | None, seed: int) -> list[T]:
    """As many of the items by chance; all of them for None."""
    return items if count is None else Random(seed).sample(items, min(count, len(items)))  # noqa: S311 no secret


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


if __name__ == "__main__":
    typer.run(main)
