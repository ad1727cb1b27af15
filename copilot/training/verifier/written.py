"""Claims written by hand about abstracts of the sample literature, in other words than the abstract's.

    {"pmid": "34092055", "claim": "…", "verdict": "support" | "contradict" | "unknown"}

Models know a claim turned round by rule from its wording; here the contradicted claims look as the supported ones do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files

from copilot.training.verifier.examples import Example
from copilot.verify.span import best_spans
from retrieval.record import Record


def load() -> list[dict[str, str]]:
    """The lines that ship with the training package."""
    folder = files(__package__) / "data"
    found = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".jsonl")), key=lambda entry: entry.name
    )
    return [json.loads(line) for entry in found for line in entry.read_text("utf-8").splitlines() if line]


def examples(lines: Iterable[dict[str, str]], records: Iterable[Record]) -> Iterator[Example]:
    """The claims whose abstract is among the records, with the spans that the gate would show the model."""
    texts = {record.id: record.text for record in records}
    for line in lines:
        if text := texts.get(f"pmid:{line['pmid']}"):
            yield Example(line["claim"], passage(line["claim"], text), line["verdict"] == "support", line["verdict"])


def passage(claim: str, text: str) -> str:
    """The claim's spans on one line, as `copilot.verify.gate` reads them; without any, the end of the text."""
    spans = best_spans(claim, text) or [(max(0, len(text) - 600), len(text))]
    return " ".join(" ".join(text[start:end].split()) for start, end in spans)
