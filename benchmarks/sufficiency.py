"""When is what was found good enough: the curve behind `copilot.draft.relevance.P`, and the weights it rests on.

    python -m benchmarks.sufficiency [--data DIR] [--index DIR] [--json]

SciFact's training claims, searched for with and without their cited abstracts, and questions that no abstract answers
(evals/data/guard/off_topic.jsonl). A logistic regression says of a text, from its closeness, whether it is one
that the claim cites; a search is good enough if one of its five best texts is probable enough. The reranker's score
is left out: it is relative to the best text of a search, and the best of nothing is no evidence. Everything is
cross-validated over claims; `--index`: SciFact's corpus, indexed before.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

from benchmarks.retrieval_scifact import claims, convert
from copilot.draft.relevance import Topic
from copilot.settings import settings
from retrieval.index import Encoder, Hit, Index, build

TOP = 5
FOLDS = 10
THRESHOLDS = (0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3, 0.4)
OFF_TOPIC = Path(__file__).parents[1] / "evals" / "data" / "guard" / "off_topic.jsonl"
_GROUPS = ("found", "taken_away", "off_topic")
Values = npt.NDArray[np.float64]


class Search(NamedTuple):
    """The best texts of one search: closeness (texts, 1), and which of them the claim cites."""

    features: Values
    cited: npt.NDArray[np.bool_]

    def without(self) -> Values:
        """The features of what a search finds where the cited texts are not indexed."""
        return self.features[~self.cited][:TOP]


def searched(index: Index, question: str, cited: Sequence[str]) -> Search:
    """The closeness of the fifteen best texts, as `copilot.draft.relevance` has it."""
    topic = Topic(question, cache(index.df), len(index))
    hits = index.search(question, 3 * TOP)
    return Search(
        np.array([_features(topic, hit) for hit in hits]), np.array([hit.record.id in cited for hit in hits])
    )


def _features(topic: Topic, hit: Hit) -> tuple[float]:
    return (topic.closeness(f"{hit.record.title} {hit.record.text}", hit.rank.dense or 0.0) or 0.0,)


def examples(found: Sequence[Search], nothing: Sequence[Search]) -> tuple[Values, npt.NDArray[np.int64]]:
    """Texts to learn from: those cited, and the best of what is left; of questions off the topic, the best."""
    rows = [one.features[one.cited] for one in found] + [one.without() for one in (*found, *nothing)]
    labels = [np.ones(int(one.cited.sum())) for one in found] + [
        np.zeros(len(one.without())) for one in (*found, *nothing)
    ]
    return np.concatenate(rows), np.concatenate(labels).astype(np.int64)


def fit(found: Sequence[Search], nothing: Sequence[Search]) -> LogisticRegression:
    """P(cited) of a text."""
    return LogisticRegression(C=100).fit(*examples(found, nothing))


def best(model: LogisticRegression, features: Values) -> float:
    """The highest probability among the five best."""
    return float(model.predict_proba(features[:TOP])[:, 1].max())


def main() -> None:
    home = settings().home
    shared = Path(os.environ.get("COPILOT_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=shared / "scifact")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    encoder = Encoder(home / "models" / "encoder")
    off_topic = [json.loads(line) for line in OFF_TOPIC.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        wanted = claims(arguments.data, convert(arguments.data, Path(folder) / "corpus.jsonl"))
        place = arguments.index or Path(folder) / "index"
        if not arguments.index:
            build([f"jsonl:{folder}/corpus.jsonl"], place, encoder)
        with Index.open(place, encoder) as index:
            found = [searched(index, claim, cited) for claim, cited in wanted.values()]
            nothing = [searched(index, row["text"], ()) for row in off_topic]
    report = curve(found, nothing)
    if arguments.json:
        print(json.dumps(report, indent=2))
        return
    for name, value in report.items():
        if name != "curve":
            print(f"{name}: {value}")
    print(f"\n{'P':>6}{'cited text found':>20}{'cited taken away':>20}{'off topic':>12}")
    for row in report["curve"]:
        print(f"{row['p']:>6}{row['found']:>20.3f}{row['taken_away']:>20.3f}{row['off_topic']:>12.3f}")


def curve(found: Sequence[Search], nothing: Sequence[Search]) -> dict[str, object]:
    """Weights, and the shares of searches that are good enough at each threshold, cross-validated."""
    fold = np.random.default_rng(0).permutation(len(found)) % FOLDS
    off = np.random.default_rng(1).permutation(len(nothing)) % FOLDS
    present, away, foreign = [], [], []
    score, label = [], []
    for at in range(FOLDS):
        model = fit(
            [one for one, n in zip(found, fold, strict=True) if n != at],
            [one for one, n in zip(nothing, off, strict=True) if n != at],
        )
        held = [one for one, n in zip(found, fold, strict=True) if n == at]
        present += [best(model, one.features) for one in held if one.cited[:TOP].any()]
        away += [best(model, one.without()) for one in held]
        foreign += [best(model, one.features) for one, n in zip(nothing, off, strict=True) if n == at]
        features, labels = examples(held, [])
        score += model.predict_proba(features)[:, 1].tolist()
        label += labels.tolist()
    model = fit(found, nothing)
    shares = [np.array(values) for values in (present, away, foreign)]
    return {
        "slope": round(float(model.coef_[0][0]), 2),
        "intercept": round(float(model.intercept_[0]), 2),
        "searches": [len(values) for values in shares],
        "AUC of a text": round(float(roc_auc_score(label, score)), 3),
        "calibration (mean P, share cited) by fifth": _calibration(np.array(score), np.array(label)),
        "curve": [
            {"p": p} | {name: float((s >= p).mean()) for name, s in zip(_GROUPS, shares, strict=True)}
            for p in THRESHOLDS
        ],
    }


def _calibration(score: Values, label: npt.NDArray[np.int64]) -> list[tuple[float, float]]:
    fifths = np.array_split(np.argsort(score), 5)
    return [(round(float(score[part].mean()), 3), round(float(label[part].mean()), 3)) for part in fifths]


if __name__ == "__main__":
    main()
