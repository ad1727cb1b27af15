"""Asks the hundred questions and checks every answer from outside: quotes, numbers, names, time.

    python -m benchmarks.answers [--engine NAME] [--out answers.jsonl] [--kind clinical]

The checks here share no code with the gate: they read the summary's JSON as an integrator would.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from copilot.pipeline import Copilot
from copilot.render import text
from copilot.schema import Options
from copilot.settings import settings

_MARKERS = re.compile(r"(?:\[\d+\])+\.?$")
_NUMBER = re.compile(r"(?<![\w.-])\d+(?:[.,]\d+)*(?![\w-])")
_NAME = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[\w-]+\b")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine")
    parser.add_argument("--kind")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", type=int, default=0, help="print this many whole answers")
    args = parser.parse_args()
    copilot = Copilot.open(settings())
    lines = resources.files("evals").joinpath("data/questions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if args.kind in (None, row["kind"])]
    copilot.ask("warm-up: does smoking increase mortality?", None, Options(engine=args.engine))
    answers = []
    for row in rows:
        began = time.perf_counter()
        summary = copilot.ask(row["question"], None, Options(engine=args.engine))
        answers.append(row | {"seconds": time.perf_counter() - began, "summary": summary.model_dump(mode="json")})
        if len(answers) <= args.show:
            print(text(summary), "\n" + "-" * 80)
    if args.out:
        args.out.write_text("".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers), "utf-8")
    report(answers)


def report(answers: Sequence[dict[str, Any]]) -> None:
    for kind in dict.fromkeys(answer["kind"] for answer in answers):
        summaries = [answer["summary"] for answer in answers if answer["kind"] == kind]
        reasons = Counter(s["abstention"]["reason"] for s in summaries if s["abstention"])
        answered = sum(s["status"] == "answered" for s in summaries)
        shown = sum(len(s["sentences"]) for s in summaries)
        dropped = sum(len(s["dropped"]) for s in summaries)
        print(
            f"{kind:<14}{len(summaries):>4} asked {answered:>4} answered {shown:>5} sentences {dropped:>4} dropped",
            dict(reasons),
        )
    sentences = [(s, summary) for summary in (a["summary"] for a in answers) for s in summary["sentences"]]
    print(f"sentences shown                       {len(sentences)}")
    print(f"  with a citation, quotes exact       {sum(quotes_hold(*item) for item in sentences)}")
    numbers = [number for item in sentences for number in numbers_of(*item)]
    print(f"  numbers, standing in a cited quote  {sum(numbers)} of {len(numbers)}")
    names = [name for item in sentences for name in names_of(*item)]
    print(f"  names, standing in a cited text     {sum(names)} of {len(names)}")
    rules = Counter(re.sub(r"[:(].*", "", d["reason"]).strip() for a in answers for d in a["summary"]["dropped"])
    print("dropped by", dict(rules.most_common()))
    times = sorted(a["seconds"] for a in answers if a["summary"]["status"] == "answered")
    if times:
        slow = times[int(0.9 * len(times))]
        print(f"seconds to an answer: median {statistics.median(times):.1f}, 90th percentile {slow:.1f}")


def quotes_hold(sentence: dict[str, Any], summary: dict[str, Any]) -> bool:
    texts = {item["id"]: item["text"] for item in summary["evidence"]}
    return bool(sentence["citations"]) and all(
        texts[c["evidence"]][c["start"] : c["end"]] == c["quote"]
        and hashlib.sha256(c["quote"].encode()).hexdigest() == c["sha256"]
        for c in sentence["citations"]
    )


def numbers_of(sentence: dict[str, Any], summary: dict[str, Any]) -> list[bool]:
    """For each number as written: does it stand, as written but for thousands separators, in a cited quote?"""
    quoted = " ".join(c["quote"] for c in sentence["citations"])
    held = {number.replace(",", "") for number in _NUMBER.findall(quoted.replace("·", "."))}
    return [number.replace(",", "") in held for number in _NUMBER.findall(_MARKERS.sub("", sentence["text"]))]


def names_of(sentence: dict[str, Any], summary: dict[str, Any]) -> list[bool]:
    """For each word with two capitals: does it stand letter by letter in a cited text or its title?"""
    cited = {c["evidence"] for c in sentence["citations"]}
    texts = " ".join(f"{item['title']} {item['text']}" for item in summary["evidence"] if item["id"] in cited)
    return [name in texts for name in _NAME.findall(_MARKERS.sub("", sentence["text"]))]


if __name__ == "__main__":
    main()
