"""Review by people: shown sentences to a blinded sheet, sheets back, agreement, and what is left to decide."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evals.report.model import Report
from evals.second_judge import bare
from retrieval.errors import BadInput

REVIEWED = ("grounding", "risksum")
"""Suites whose output holds shown sentences with their citations."""
RATINGS = ("supported", "partly", "unsupported")
_COLUMNS = ("item", "question", "sentence", "quotes", "rating", "remark")
Ratings = Mapping[str, str]
"""One reviewer's sheet: item -> rating."""


class Agreement(NamedTuple):
    """`alpha` is None where nothing can disagree; `open` are items whose reviewers differ, for adjudication."""

    alpha: float | None
    items: int
    open: list[str]


def sheet(report: Report, n: int, seed: int) -> str:
    """`n` random sentences of `REVIEWED` suites as CSV: no engine, no verdict, no order that tells.

    Raises BadInput: the run showed no sentence.
    """
    rows = []
    for suite in report.suites:
        for case in suite.cases if suite.name in REVIEWED else []:
            for sentence in (case.output or {}).get("sentences", []):
                quotes = " […] ".join(cited["quote"] for cited in sentence["citations"])
                item = hashlib.sha256(f"{case.id} {sentence['text']}".encode()).hexdigest()[:12]
                rows.append((item, case.input, bare(sentence["text"]), quotes, "", ""))
    if not rows:
        raise BadInput("This run has no shown sentence to review.", next_step=f"Run {' or '.join(REVIEWED)} first.")
    random.Random(seed).shuffle(rows)  # noqa: S311
    out = io.StringIO()
    csv.writer(out).writerows([_COLUMNS, *(map(_as_text, row) for row in rows[:n])])
    return out.getvalue()


def _as_text(cell: str) -> str:
    """A text that a spreadsheet takes for none of its formulas (CWE-1236)."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def read(text: str) -> dict[str, str]:
    """The ratings of a sheet that came back; rows without one are left out.

    A spreadsheet may have put a byte order mark in front, and semicolons or tabs between.

    Raises BadInput: it is no such sheet, or a rating is none of RATINGS.
    """
    text = text.removeprefix("\ufeff")
    rows = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=text.partition("\n")[0].count))
    if not {"item", "rating"} <= set(rows.fieldnames or ()):
        raise BadInput("This is no review sheet: the columns item and rating are missing.")
    found = {row["item"]: (row["rating"] or "").strip().lower() for row in rows if row["item"]}
    if any(rating and rating not in RATINGS for rating in found.values()):
        raise BadInput("A rating is not one of the words that count.", next_step=f"Use {', '.join(RATINGS)}.")
    return {item: rating for item, rating in found.items() if rating}


def agreement(sheets: Sequence[Ratings]) -> Agreement:
    """Krippendorff's alpha for nominal data (Computing Krippendorff's Alpha-Reliability, 2011), with gaps."""
    units: dict[str, list[str]] = defaultdict(list)
    for one in sheets:
        for item, rating in one.items():
            units[item].append(rating)
    paired = {item: ratings for item, ratings in units.items() if len(ratings) > 1}
    differ = [item for item, ratings in paired.items() if len(set(ratings)) > 1]
    return Agreement(alpha(list(paired.values())), len(paired), differ)


def alpha(units: Sequence[Sequence[str]]) -> float | None:
    """1 - observed over expected disagreement; None if all ratings are the same word, or nothing was rated twice."""
    paired = [Counter(unit) for unit in units if len(unit) > 1]
    total = Counter[str]()
    observed = 0.0
    for counts in paired:
        m = counts.total()
        total += counts
        observed += sum(count * (m - count) for count in counts.values()) / (m - 1)
    n = total.total()
    expected = sum(count * (n - count) for count in total.values())
    return None if expected == 0 else 1 - (n - 1) * observed / expected
