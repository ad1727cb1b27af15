"""Speed of de-identification: notes/s, characters/s and CPU time a note (all threads).

Each system reads the same generated notes in one process.

    python -m benchmarks.deid [--notes N]

Systems: the product with all detectors, by rules alone, and again from its cache; Presidio as it comes and
philter-lite, where they are installed (see `evals.deid.systems`). Recall on the same notes is beside the speed.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from copilot.deid.cache import Cache
from copilot.deid.text import Deidentifier, Options
from copilot.settings import Settings
from evals.deid import sets, systems
from evals.deid.score import score
from retrieval.errors import Problem


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=120)
    documents = sets.load("notes-dev-b").documents[: parser.parse_args().notes]
    size = sum(len(document.text) for document in documents)
    print(f"{len(documents)} notes of {size / len(documents):.0f} characters, one process")
    print(f"{'system':<14}{'notes/s':>9}{'chars/s':>10}{'CPU ms':>8}{'recall':>8}")
    for name in ("ours", "rules", "presidio", "philter-lite"):
        try:
            system = systems.make(name)
        except Problem as problem:
            print(f"{name:<14} left out: {problem.what}")
            continue
        system(documents[0])
        start, cpu = time.perf_counter(), time.process_time()
        predictions = [system(document) for document in documents]
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        recall = score(documents, predictions).adjudicated
        speed = f"{len(documents) / seconds:>9.1f}{size / seconds:>10.0f}{1000 * cpu / len(documents):>8.1f}"
        row = f"{speed}{recall.hits / recall.n:>8.3f}"
        print(f"{name:<14}{row}")
    print(f"{'cache':<14}{cached([document.text for document in documents]):>9.1f}")


def cached(texts: list[str]) -> float:
    """Notes/s from a cache that has seen them."""
    deidentifier = Deidentifier(Options(bytes(32), models=Settings().home / "models", rules_suffice=True))
    with tempfile.TemporaryDirectory() as folder, Cache(Path(folder) / "cache", bytes(32), "benchmark") as cache:
        for text in texts:
            cache.put(text, "", deidentifier.text(text))
        start = time.perf_counter()
        for text in texts:
            cache.get(text, "")
        return len(texts) / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
