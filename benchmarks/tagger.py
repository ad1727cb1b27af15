"""`python -m benchmarks.tagger`: the tagger alone, the rules without it and with it, on the same texts.

Sets are those of evals.deid; the unseen family is read only when asked for by name.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import torch
import typer

from copilot.deid.analyzer import Analyzer
from copilot.deid.detect import Detector
from copilot.deid.recognizers.tagger import ADAPTERS, Tagger
from copilot.settings import Settings
from evals.deid import sets
from evals.deid.document import Prediction, Span
from evals.deid.score import Score, score
from evals.deid.systems import System

SETS = tuple(name for name in sets.NAMES if name not in sets.UNSEEN)


def systems(adapter: Path) -> dict[str, System]:
    """The three systems."""
    models = Settings().home / "models"
    tagger = Tagger(models / "encoder", adapter)
    without, united = Detector(models, rules_only=True), Detector(models, rules_only=True)
    united._tagger = Analyzer([tagger])
    return {
        "tagger": lambda document: Prediction(tuple(Span(*found) for found in tagger.find(document.text))),
        "without": lambda document: _detected(without, document.text),
        "with": lambda document: _detected(united, document.text),
    }


def main(
    adapter: Annotated[Path, typer.Option(help="folder of the adapter")] = ADAPTERS,
    set_: Annotated[list[str] | None, typer.Option("--set", help=f"default: {', '.join(SETS)}")] = None,
    system: Annotated[list[str] | None, typer.Option(help="of tagger, without, with; default: all")] = None,
    limit: Annotated[int, typer.Option(help="texts per set")] = 300,
    misses: Annotated[bool, typer.Option(help="print what leaks")] = False,
) -> None:
    """Recall, false positives and time per text, one thread."""
    torch.set_num_threads(1)
    for name in set_ or SETS:
        one = sets.load(name)
        one = replace(one, documents=one.documents[:limit])
        for label, run in systems(adapter).items():
            if system and label not in system:
                continue
            start = time.process_time()
            predictions = [run(document) for document in one.documents]
            cost = (time.process_time() - start) / len(one.documents)
            made = score(one.documents, predictions)
            print(json.dumps({"set": name, "system": label, "ms": round(cost * 1000, 1), **_row(made)}))
            if misses:
                _show(one, made)


def _show(one: sets.EvalSet, made: Score) -> None:
    texts = {document.id: document.text for document in one.documents}
    for miss in made.misses:
        before = texts[miss.document][max(0, miss.start - 30) : miss.start]
        print("   ", miss.label, repr(before), repr(texts[miss.document][miss.start : miss.end]))


def _detected(detector: Detector, text: str) -> Prediction:
    return Prediction(tuple(Span(hit.start, hit.end, hit.label) for hit, _ in detector.detect(text).hits))


def _row(made: Score) -> dict[str, object]:
    recall = made.adjudicated
    return {
        "recall": recall.share and round(recall.share, 4),
        "n": recall.n,
        "precision": made.precision.value and round(made.precision.value, 3),
        "fp_per_1000": round(made.false_positives.value or 0, 2),
        "touched": made.touched.value and round(made.touched.value, 3),
        "by": {label: f"{one.hits}/{one.n}" for label, one in sorted(made.categories.items())},
    }


if __name__ == "__main__":
    typer.run(main)
