"""Chooses and reports the gate's thresholds: rules alone, model alone, both.

    python -m benchmarks.gate [--pairs N] [--sentences N]

Claims: sentences of the sample literature, as they stand and with one thing changed (`evals.perturb`), and
the SciFact training pairs where the development data lies beside the checkout. Prints a table per kind, and
balanced accuracy over thresholds of the model's score with the rules on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from copilot.settings import settings
from copilot.verify.entailment import entailment
from copilot.verify.gate import Gate, Thresholds
from copilot.verify.span import around, best_spans
from evals.perturb import Case, cases
from retrieval.literature.load import load
from retrieval.record import Record
from retrieval.sentences import split

GRID = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=150)
    parser.add_argument("--pairs", type=int, default=300)
    args = parser.parse_args()
    model = entailment(settings())
    if model is None:
        raise SystemExit("No verifier model: run `copilot setup --models`.")
    for name, items in (("perturbed", list(cases(sentences(args.sentences)))), ("scifact", scifact(args.pairs))):
        if not items:
            print(f"{name}: no data beside the checkout, skipped")
            continue
        ruled = Gate(None, thresholds=Thresholds(coverage_alone=Thresholds().coverage))
        rules = [ruled.check(case.claim, case.text).supported for case in items]
        passages = [(around(case.text, best_spans(case.claim, case.text)), case.claim) for case in items]
        scores = [score for i in range(0, len(passages), 16) for score in model.score(passages[i : i + 16])]
        report(name, items, rules, scores)


def report(name: str, items: Sequence[Case], rules: Sequence[bool], scores: Sequence[float]) -> None:
    half = Thresholds().entailment
    kinds: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for case, rule, score in zip(items, rules, scores, strict=True):
        kinds[case.kind].append((rule, score))
    print(f"\n{name}: share called supported\n{'kind':<22}{'n':>5}{'rules':>8}{'model':>8}{'both':>8}")
    for kind, rows in kinds.items():
        n = len(rows)
        alone = sum(r for r, _ in rows) / n
        model = sum(s >= half for _, s in rows) / n
        both = sum(r and s >= half for r, s in rows) / n
        print(f"{kind:<22}{n:>5}{alone:>8.3f}{model:>8.3f}{both:>8.3f}")
    print(f"{'threshold':<12}{'model alone':>12}{'rules + model':>15}   balanced accuracy (sensitivity, specificity)")
    for threshold in GRID:
        alone = balanced(items, [s >= threshold for s in scores])
        both = balanced(items, [r and s >= threshold for r, s in zip(rules, scores, strict=True)])
        print(f"{threshold:<12}{alone[0]:>12.3f}{both[0]:>15.3f}   ({both[1]:.3f}, {both[2]:.3f})")
    print(f"rules alone: {balanced(items, rules)[0]:.3f}")


def balanced(items: Sequence[Case], called: Sequence[bool]) -> tuple[float, float, float]:
    """(balanced accuracy, sensitivity, specificity) of calling a claim supported."""
    kept = [c for case, c in zip(items, called, strict=True) if case.holds]
    caught = [not c for case, c in zip(items, called, strict=True) if not case.holds]
    sensitivity, specificity = sum(kept) / max(1, len(kept)), sum(caught) / max(1, len(caught))
    return (sensitivity + specificity) / 2, sensitivity, specificity


def sentences(count: int, seed: int = 3) -> list[tuple[str, str]]:
    """(sentence, its abstract) pairs of the sample literature."""
    file = settings().home / "data" / "medline" / "pubmed21n1298.xml.gz"
    records = [item for item in load(f"medline:{file}") if isinstance(item, Record) and len(item.text) > 600]
    rng = random.Random(seed)
    out = []
    for record in rng.sample(records, min(count, len(records))):
        spans = [span for span in split(record.text) if 60 < span[1] - span[0] < 320]
        if spans:
            start, end = rng.choice(spans[len(spans) // 2 :])
            out.append((record.text[start:end], record.text))
    return out


def scifact(count: int, seed: int = 3) -> list[Case]:
    """SciFact training pairs with their whole abstract; SUPPORT holds, CONTRADICT and NEI do not."""
    folder = Path(os.environ.get("COPILOT_SHARED_DATA", "../shared/data")) / "scifact"
    if not folder.exists():
        return []
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = {row["doc_id"]: " ".join(row["abstract"]) for row in map(json.loads, file)}
    rows = [json.loads(line) for line in (folder / "pairs_train.jsonl").read_text(encoding="utf-8").splitlines()]
    chosen = random.Random(seed).sample(rows, min(count, len(rows)))
    return [Case(row["claim"], texts[row["doc_id"]], row["label"] == "SUPPORT", row["label"]) for row in chosen]


if __name__ == "__main__":
    main()
