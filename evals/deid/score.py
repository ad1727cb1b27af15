"""Scores of one system on one set. Pure: documents and predictions in, numbers out.

- recall: share of gold spans of which every identifying character is hidden, whatever the label; strict and
  adjudicated (`evals.deid.leeway`), with the exact one-sided 95% lower bound; whole is stricter still: one predicted
  span covers the identifier from its first to its last character;
- precision: share of the hidden letters and digits that belong to identifiers, over documents that have some;
- false positives: hidden words that touch no identifier, per 1,000 words, over all documents;
- leak-free: share of documents with identifiers in which none leaks, of all and of those that pass;
- touched: share of documents without identifiers in which a word is hidden;
- withheld and to be reviewed: share of documents by verdict, and the recall over those that pass.
Neutral text counts neither way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from evals.deid.bounds import ratio_interval
from evals.deid.document import Document, Prediction, Span
from evals.deid.leeway import identifying
from evals.deid.measures import Ratio, Recall, Share

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Miss:
    """A gold span that leaks: where, and what kind. Offsets only."""

    document: str
    start: int
    end: int
    label: str
    kind: str


@dataclass(frozen=True)
class Score:
    """All scores of one system on one set."""

    whole: Recall = field(metadata={"note": "covered by one predicted span"})
    strict: Recall
    adjudicated: Recall
    passed: Recall = field(metadata={"note": "adjudicated, over documents with verdict pass"})
    categories: dict[str, Recall] = field(metadata={"note": "adjudicated"})
    kinds: dict[str, Recall] = field(metadata={"note": "adjudicated"})
    labelled: Share = field(metadata={"note": "touched spans with the gold label among the labels given"})
    precision: Ratio
    false_positives: Ratio = field(metadata={"unit": "words per 1,000"})
    leak_free: Share
    passed_leak_free: Share = field(metadata={"note": "over documents with verdict pass"})
    touched: Share
    withheld: Share
    review: Share
    misses: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """One document, marked up."""

    document: Document
    prediction: Prediction
    hidden: frozenset[int]
    gold: frozenset[int]
    neutral: frozenset[int]

    @property
    def wrong_words(self) -> int:
        allowed = self.gold | self.neutral
        return sum(
            any(at in self.hidden for at in range(*word.span())) and allowed.isdisjoint(range(*word.span()))
            for word in _WORD.finditer(self.document.text)
        )

    @property
    def whole(self) -> list[bool]:
        """For each gold span, whether one predicted span covers it."""
        return [
            any(span.start <= gold.start and gold.end <= span.end for span in self.prediction.spans)
            for gold in self.document.gold
        ]

    def leaks(self, strict: bool) -> list[tuple[Miss, bool]]:
        """Each scored gold span, and whether it leaks."""
        found = []
        for span in self.document.gold:
            if offsets := identifying(self.document.text, span, strict=strict):
                miss = Miss(self.document.id, span.start, span.end, span.label, self.document.kind)
                found.append((miss, not self.hidden.issuperset(offsets)))
        return found


def score(documents: Sequence[Document], predictions: Sequence[Prediction]) -> Score:
    """Scores of `predictions[i]` for `documents[i]`. Raises ValueError for other lengths."""
    pages = [_page(document, prediction) for document, prediction in zip(documents, predictions, strict=True)]
    strict = [leak for page in pages for _, leak in page.leaks(strict=True)]
    judged = [page.leaks(strict=False) for page in pages]
    spans = list(chain.from_iterable(judged))
    passing = [
        entry
        for page, found in zip(pages, judged, strict=True)
        if page.prediction.verdict == "pass"
        for entry in found
    ]
    tight = [
        (page.prediction.verdict == "pass", not any(leak for _, leak in found))
        for page, found in zip(pages, judged, strict=True)
        if page.gold
    ]
    whole = [covered for page in pages for covered in page.whole]
    owners, clean = [page for page in pages if page.gold], [page for page in pages if not page.gold]
    hidden = [len(page.hidden - (page.neutral - page.gold)) for page in owners]
    right = [len(page.hidden & page.gold) for page in owners]
    words = [len(_WORD.findall(page.document.text)) for page in pages]
    wrong = [page.wrong_words for page in pages]
    return Score(
        whole=Recall(sum(whole), len(whole)),
        strict=Recall(strict.count(False), len(strict)),
        adjudicated=_recall(spans),
        passed=_recall(passing),
        categories=_grouped(spans, "label"),
        kinds=_grouped(spans, "kind"),
        labelled=_labelled(pages),
        precision=Ratio(sum(right) / sum(hidden) if sum(hidden) else None, ratio_interval(right, hidden)),
        false_positives=_per_thousand(wrong, words),
        leak_free=Share(sum(free for _, free in tight), len(tight)),
        passed_leak_free=Share(sum(free for passed, free in tight if passed), sum(passed for passed, _ in tight)),
        touched=Share(sum(page.wrong_words > 0 for page in clean), len(clean)),
        withheld=Share(sum(page.prediction.verdict == "withhold" for page in pages), len(pages)),
        review=Share(sum(page.prediction.verdict == "review" for page in pages), len(pages)),
        misses=tuple(miss for miss, leak in spans if leak),
    )


def _page(document: Document, prediction: Prediction) -> _Page:
    text = document.text

    def letters(spans: Sequence[Span]) -> frozenset[int]:
        return frozenset(
            at for span in spans for at in range(span.start, min(span.end, len(text))) if text[at].isalnum()
        )

    return _Page(document, prediction, letters(prediction.spans), letters(document.gold), letters(document.neutral))


def _recall(spans: Sequence[tuple[Miss, bool]]) -> Recall:
    return Recall(sum(not leak for _, leak in spans), len(spans))


def _grouped(spans: Sequence[tuple[Miss, bool]], by: str) -> dict[str, Recall]:
    n = Counter(getattr(miss, by) for miss, _ in spans)
    hits = Counter(getattr(miss, by) for miss, leak in spans if not leak)
    return {name: Recall(hits[name], n[name]) for name in sorted(n)}


def _labelled(pages: Sequence[_Page]) -> Share:
    right = n = 0
    for page in pages:
        for gold in page.document.gold:
            labels = [span.label for span in page.prediction.spans if span.start < gold.end and gold.start < span.end]
            n += bool(labels)
            right += gold.label in labels
    return Share(right, n)


def _per_thousand(wrong: Sequence[int], words: Sequence[int]) -> Ratio:
    interval = ratio_interval(wrong, words)
    return Ratio(
        1000 * sum(wrong) / sum(words) if sum(words) else None,
        None if interval is None else (1000 * interval[0], 1000 * interval[1]),
    )
