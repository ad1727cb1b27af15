"""The curves behind `copilot.draft.relevance`: which texts and sentences count as being about a question.

    python -m benchmarks.relevance [--questions N]

PubMedQA's development questions: a question's own abstract and the sentences of its conclusion against the nearest
ones of other questions, and against random ones. Closeness is cosine similarity plus half the weighted word overlap.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from copilot.draft.relevance import Topic
from copilot.settings import settings
from copilot.verify.words import stem, words
from retrieval.index import Encoder
from retrieval.sentences import split


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=300)
    args = parser.parse_args()
    file = Path(os.environ.get("COPILOT_SHARED_DATA", "../shared/data")) / "pubmedqa" / "dev.jsonl.gz"
    if not file.exists():
        raise SystemExit(f"{file} is not here: the development data folder lies beside the checkout.")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][: args.questions]
    questions, texts = [row["question"] for row in rows], [" ".join(row["contexts"]) for row in rows]
    frequency = Counter(stem_ for text in texts for stem_ in {word.stem for word in words(text)})
    topics = [Topic(question, lambda word: frequency[stem(word)], len(rows)) for question in questions]
    sentences = [(i, row["long_answer"][a:b]) for i, row in enumerate(rows) for a, b in split(row["long_answer"])]
    encoder = Encoder(settings().encoder_dir)
    asked = encoder.encode(questions)
    curve("texts", topics, [*enumerate(texts)], asked @ encoder.encode(texts).T, nearest=2)
    curve("sentences", topics, sentences, asked @ encoder.encode([text for _, text in sentences]).T, nearest=3)


def curve(
    name: str, topics: Sequence[Topic], items: Sequence[tuple[int, str]], cosine: np.ndarray, *, nearest: int
) -> None:
    """`items` are (number of their question, text); `cosine` has a row a question and a column an item."""
    own, near, far = [], [], []
    for i, topic in enumerate(topics):
        foreign = [k for k in np.argsort(-cosine[i]) if items[k][0] != i]
        chance = random.Random(i).choice(foreign)
        for kept, chosen in (
            (own, [k for k, (j, _) in enumerate(items) if j == i]),
            (near, foreign[:nearest]),
            (far, [chance]),
        ):
            kept += [topic.closeness(items[k][1], float(cosine[i, k])) or 0.0 for k in chosen]
    print(
        f"\n{name}: share at or above the threshold\n{'':<6}{'own':>8}{f'{nearest} nearest foreign':>20}{'random':>8}"
    )
    for threshold in (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
        shares = [float(np.mean(np.array(group) >= threshold)) for group in (own, near, far)]
        print(f"{threshold:<6}{shares[0]:>8.3f}{shares[1]:>20.3f}{shares[2]:>8.3f}")


if __name__ == "__main__":
    main()
