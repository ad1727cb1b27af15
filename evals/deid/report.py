"""A report of results: JSON for machines, Markdown for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from evals.deid.measures import CLAIM, Ratio, Recall, Share
from evals.deid.score import Miss, Score
from evals.deid.sets import EvalSet
from evals.deid.store import Pass

_CONTEXT = 40
_LISTED = 60


@dataclass(frozen=True)
class Result:
    """One system on one set. Times are of all documents in one process, models loaded before."""

    set: EvalSet
    system: str
    score: Score
    done: Pass
    mentions: Share

    @property
    def notes_per_second(self) -> float:
        return len(self.set.documents) / self.done.seconds

    @property
    def chars_per_second(self) -> float:
        return sum(len(document.text) for document in self.set.documents) / self.done.seconds


def as_json(results: Sequence[Result], run: dict[str, Any]) -> dict[str, Any]:
    """Everything of the results but texts: misses are offsets."""
    sets = {result.set.name: result.set for result in results}
    return {
        "run": run,
        "sets": {
            name: {
                "source": one.source,
                "sha256": one.sha256,
                "documents": len(one.documents),
                "spans": sum(len(document.gold) for document in one.documents),
            }
            for name, one in sets.items()
        },
        "results": [
            {
                "set": result.set.name,
                "system": result.system,
                "score": {item.name: _plain(getattr(result.score, item.name)) for item in fields(Score)},
                "mentions_hit": _plain(result.mentions),
                "seconds": round(result.done.seconds, 3),
                "cpu_seconds": round(result.done.cpu_seconds, 3),
                "notes_per_second": round(result.notes_per_second, 2),
                "chars_per_second": round(result.chars_per_second),
            }
            for result in results
        ],
    }


def as_markdown(results: Sequence[Result], run: dict[str, Any]) -> str:
    """Tables: sets, claim, recall, what is hidden besides, categories, kinds, speed, misses on development notes."""
    scored = [result for result in results if result.score.adjudicated.n]
    parts = ["# De-identification\n", " · ".join(f"{key} {value}" for key, value in run.items()) + "\n"]
    parts += ["## Sets\n", _sets(results), f"## The claim: recall of at least {CLAIM:.1%}\n", _claim(scored)]
    parts += ["## Recall of identifiers\n", _recall(scored)]
    parts += ["## What is hidden besides\n", _besides(results), "## Recall by category, adjudicated\n"]
    parts += [_grouped(scored, "categories"), "## Recall by kind of note, adjudicated\n", _grouped(scored, "kinds")]
    parts += ["## Speed\n", _speed(results)]
    parts += [_misses(result) for result in scored if result.set.shown and result.score.misses]
    return "\n".join(parts)


def _sets(results: Sequence[Result]) -> str:
    sets = {result.set.name: result.set for result in results}.values()
    rows = [
        [one.name, one.source, str(len(one.documents)), str(sum(len(d.gold) for d in one.documents)), one.sha256[:12]]
        for one in sets
    ]
    return _table(["set", "source", "texts", "spans", "sha256"], rows)


def _recall(results: Sequence[Result]) -> str:
    head = "set;system;whole span;strict;adjudicated;≥ (95%);of passed;leak-free;of passed;withheld;review"
    rows = []
    for result in results:
        score = result.score
        about = [result.set.name, result.system, _share(score.whole.share), _share(score.strict.share)]
        about += [_share(score.adjudicated.share), _share(score.adjudicated.low), _share(score.passed.share)]
        about += [_with_interval(score.leak_free), _with_interval(score.passed_leak_free)]
        rows.append([*about, _share(score.withheld.value), _share(score.review.value)])
    return _table(head.split(";"), rows)


def _claim(results: Sequence[Result]) -> str:
    """How many misses each set allows for the claim, and how many there are; a row for passed texts if fewer pass."""
    rows = []
    for result in results:
        readings = {"all texts": result.score.adjudicated}
        if result.score.passed != result.score.adjudicated:
            readings["passed texts"] = result.score.passed
        for over, recall in readings.items():
            misses, allowed = recall.n - recall.hits, recall.allowed
            verdict = "too few spans" if allowed is None else "holds" if recall.holds else "does not hold"
            about = [result.set.name, result.system, over, str(recall.n), str(misses)]
            rows.append([*about, "-" if allowed is None else str(allowed), verdict])
    return _table("set;system;over;spans;misses;misses allowed;claim".split(";"), rows)


def _besides(results: Sequence[Result]) -> str:
    head = "set;system;character precision;false positives per 1,000 words;clean texts touched;mentions hit"
    rows = []
    for result in results:
        score = result.score
        about = [result.set.name, result.system, _ratio(score.precision, 3), _ratio(score.false_positives, 1)]
        rows.append([*about, _with_interval(score.touched), _with_interval(result.mentions)])
    return _table(head.split(";"), rows)


def _grouped(results: Sequence[Result], by: str) -> str:
    """One table a set: a row a group, a column a system."""
    parts = []
    for name in dict.fromkeys(result.set.name for result in results):
        own = [result for result in results if result.set.name == name]
        groups = getattr(own[0].score, by)
        rows = [
            [group, str(groups[group].n)] + [_recall_cell(getattr(result.score, by)[group]) for result in own]
            for group in groups
        ]
        parts.append(_table([name, "spans", *(result.system for result in own)], rows))
    return "\n".join(parts)


def _speed(results: Sequence[Result]) -> str:
    rows = []
    for result in results:
        cpu = 1000 * result.done.cpu_seconds / len(result.set.documents)
        about = [result.set.name, result.system, f"{result.notes_per_second:.1f}"]
        rows.append([*about, f"{result.chars_per_second:,.0f}", f"{cpu:.1f}"])
    return _table(["set", "system", "texts/s", "characters/s", "CPU ms a text"], rows)


def _misses(result: Result) -> str:
    texts = {document.id: document.text for document in result.set.documents}
    lines = [f"## Misses of {result.system} on {result.set.name} (first {_LISTED})\n"]
    for miss in result.score.misses[:_LISTED]:
        lines.append(f"- {miss.label}, {miss.kind}: `{in_context(texts[miss.document], miss)}`")
    return "\n".join(lines) + "\n"


def in_context(text: str, miss: Miss) -> str:
    """A missed span between its neighbours, on one line. For generated notes only."""
    before, after = text[max(0, miss.start - _CONTEXT) : miss.start], text[miss.end : miss.end + _CONTEXT]
    return f"{before}[[{text[miss.start : miss.end]}]]{after}".replace("\n", " ").replace("`", "'")


def _plain(value: object) -> Any:
    match value:
        case Recall():
            return {**asdict(value), "share": value.share, "lower_95": value.low, "claim_holds": value.holds}
        case Share():
            return {**asdict(value), "value": value.value, "interval_95": value.interval}
        case Ratio():
            return {"value": value.value, "interval_95": value.interval}
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case tuple():
            return [asdict(miss) for miss in value]
    raise TypeError(f"not a score: {type(value).__name__}")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _recall_cell(recall: Recall) -> str:
    return f"{recall.hits / recall.n:.3f} (≥ {recall.low:.3f})"


def _with_interval(share: Share) -> str:
    if share.value is None:
        return "-"
    low, high = share.interval
    return f"{share.value:.3f} ({low:.3f}-{high:.3f})"


def _ratio(ratio: Ratio, digits: int) -> str:
    if ratio.value is None or ratio.interval is None:
        return "-"
    low, high = ratio.interval
    return f"{ratio.value:.{digits}f} ({low:.{digits}f}-{high:.{digits}f})"
