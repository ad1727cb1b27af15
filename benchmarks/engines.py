"""Local engines side by side on prompts made of the sample literature: speed, and agreement with transformers.

    python benchmarks/engines.py --prompts 5 --formats Q8_0 Q5_1 Q4_1 --no-transformers

Needs `copilot setup`. Every engine answers the same prompts and scores the same pairs in this one run. Times are wall
clock: up to the first text for the prompt, from there to the end for decoding.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import mean

from gguf import GGMLQuantizationType
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from transformers import AutoTokenizer

from copilot.draft.chatml import render
from copilot.draft.engines.llamacpp import LlamaCppChat
from copilot.draft.engines.transformers import TransformersChat
from copilot.draft.pack import pack
from copilot.draft.pack import render as number
from copilot.settings import Settings
from copilot.setup.assets import ADAPTERS
from copilot.setup.merge import merge
from copilot.verify.entailment import Entailment, LlamaCppEntailment, Pair, TransformersEntailment
from prompts import load as prompt
from retrieval.literature.load import load
from retrieval.record import Record


@dataclass
class Row:
    """One engine's results. Rates in tokens/s."""

    name: str
    megabytes: float
    texts: list[str] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    decoding: list[float] = field(default_factory=list)
    seconds_a_pair: float = 0.0


def structured(home: Path) -> Iterator[tuple[Record, str]]:
    """Records with a conclusions section, and its text."""
    for item in load(f"medline:{home / 'data/medline/pubmed21n1298.xml.gz'}"):
        if isinstance(item, Record) and item.language == "eng":
            for section in item.sections:
                if "CONCLUSION" in section.label.upper() and 60 < section.end - section.start < 400:
                    yield item, item.text[section.start : section.end]
                    break


def material(home: Path, n: int) -> tuple[list[list[BaseMessage]], list[Pair]]:
    """n drafting prompts of four passages, and 4 n pairs: half of them true, half a neighbour's conclusion."""
    found = list(islice(structured(home), 4 * n))
    messages, pairs = [], []
    for start in range(0, 4 * n, 4):
        group = found[start : start + 4]
        question = f"What does the evidence say about {group[0][0].title.rstrip('.')}?"
        passages = number(pack(question, [record.evidence() for record, _ in group]))
        messages.append(prompt("drafter").render(patient="", question=question, evidence=passages))
        for (record, own), (_, other) in zip(group[:2], group[2:], strict=True):
            passage = record.text[-700:]
            pairs += [(passage, own), (passage, other)]
    return messages, pairs


def measure(row: Row, chat: BaseChatModel, verifier: Entailment, messages: list, pairs: list[Pair], count) -> Row:
    for message in messages:
        start = time.perf_counter()
        first, text = 0.0, ""
        for chunk in chat.stream(message):
            first = first or (time.perf_counter() if chunk.text else 0.0)
            text += chunk.text
        end = time.perf_counter()
        row.texts.append(text.strip())
        row.reading.append(count(render(message)) / (first - start))
        row.decoding.append((count(text) - 1) / (end - first))
    start = time.perf_counter()
    row.scores = verifier.score(pairs)
    row.seconds_a_pair = (time.perf_counter() - start) / len(pairs)
    return row


def cited(text: str) -> set[str]:
    return set(re.findall(r"\[(\d+)\]", text))


def report(rows: list[Row], show: bool) -> None:
    last = rows[-1]
    print(f"\nagreement is with {last.name}\n")
    print("engine             MB  prompt t/s  decode t/s  s/pair  same text  same citations  max |score difference|")
    for row in rows:
        same = sum(a == b for a, b in zip(row.texts, last.texts, strict=True))
        cites = sum(cited(a) == cited(b) for a, b in zip(row.texts, last.texts, strict=True))
        worst = max(abs(a - b) for a, b in zip(row.scores, last.scores, strict=True))
        print(
            f"{row.name:<15} {row.megabytes:>6.0f} {mean(row.reading):>11.0f} {mean(row.decoding):>11.1f} "
            f"{row.seconds_a_pair:>7.2f} {same:>7}/{len(row.texts)} {cites:>12}/{len(row.texts)} {worst:>18.3f}"
        )
    for row in rows[:-1]:
        print(
            f"{row.name} against {last.name}: prompt x{mean(row.reading) / mean(last.reading):.1f}, "
            f"decode x{mean(row.decoding) / mean(last.decoding):.1f}, "
            f"verify x{last.seconds_a_pair / row.seconds_a_pair:.1f}"
        )
        for mine, theirs in zip(row.texts, last.texts, strict=True):
            if show and mine != theirs:
                print(f"--- {row.name}: {mine}\n--- {last.name}: {theirs}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prompts", type=int, default=5)
    parser.add_argument("--max-tokens", type=int, default=120)
    parser.add_argument("--formats", nargs="+", default=["Q8_0"], help="GGUF formats to merge into and try")
    parser.add_argument("--no-transformers", action="store_true", help="compare with the first format instead")
    parser.add_argument("--show", action="store_true", help="print the texts that differ")
    options = parser.parse_args()
    settings = Settings()
    messages, pairs = material(settings.home, options.prompts)
    folder, gguf_file = str(settings.base_gguf.parent), settings.base_gguf.name
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=gguf_file, local_files_only=True)

    def count(text: str) -> int:
        return len(tokenizer.encode(text, add_special_tokens=False))

    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for form in options.formats:
            paths = {name: Path(scratch) / f"{name}-{form}.gguf" for name in ("drafter", "verifier")}
            for name, path in paths.items():
                merge(settings.base_gguf, ADAPTERS / name, path, GGMLQuantizationType[form])
            size = paths["drafter"].stat().st_size / 1e6
            chat = LlamaCppChat(path=paths["drafter"], max_tokens=options.max_tokens)
            verifier = LlamaCppEntailment(paths["verifier"], timeout=900)
            rows.append(measure(Row(f"llamacpp {form}", size), chat, verifier, messages, pairs, count))
    if options.no_transformers:
        rows.append(rows.pop(0))
    else:
        chat = TransformersChat(base=settings.base_gguf, adapter=ADAPTERS / "drafter", max_tokens=options.max_tokens)
        verifier = TransformersEntailment(settings.base_gguf, ADAPTERS / "verifier", timeout=900)
        size = settings.base_gguf.stat().st_size / 1e6
        rows.append(measure(Row("transformers", size), chat, verifier, messages, pairs, count))
    report(rows, options.show)


if __name__ == "__main__":
    main()
