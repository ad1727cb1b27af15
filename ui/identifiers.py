"""A de-identified text as HTML: original and result with their identifiers marked, and why. Pure; all is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from html import escape

from copilot.client import Deidentified, Identifier, Label
from ui import reasons


def verdict(outcome: Deidentified) -> str:
    """Whether the text may go on, and each reason why not."""
    listed = "".join(f"<li>{escape(reason[:1].upper() + reason[1:])}.</li>" for reason in outcome.reasons)
    return (
        f'<div class="cc-verdict cc-{outcome.verdict}" role="status">'
        f'<p class="cc-claim">{escape(reasons.VERDICT[outcome.verdict])}</p>{listed and f"<ul>{listed}</ul>"}</div>'
    )


def original(text: str, outcome: Deidentified, shown: Set[Label]) -> str:
    """What was given, identifiers of the `shown` categories marked and numbered."""
    parts, last = [], 0
    for number, span in enumerate(outcome.spans, start=1):
        parts += [escape(text[last : span.start]), _mark(text[span.start : span.end], number, span, shown)]
        last = span.end
    return pane("Original text, identifiers marked", "".join([*parts, escape(text[last:])]))


def result(text: str, outcome: Deidentified, shown: Set[Label]) -> str:
    """The result, each surrogate marked and numbered as its original is. `text` is what was given."""
    parts, last = [], 0
    for number, span in enumerate(outcome.spans, start=1):
        parts += [escape(text[last : span.start]), _mark(span.surrogate, number, span, shown)]
        last = span.end
    return pane("De-identified text, replacements marked", "".join([*parts, escape(text[last:])]))


def spans(text: str, outcome: Deidentified, shown: Set[Label]) -> str:
    """One row an identifier: category, original, replacement, and why it was hidden."""
    rows = [
        (
            str(number),
            reasons.label(span.label),
            text[span.start : span.end],
            span.surrogate or "(removed)",
            reasons.why(span.by),
        )
        for number, span in enumerate(outcome.spans, start=1)
        if span.label in shown
    ]
    return table("Identifiers found", ("No.", "Category", "Original", "Replaced by", "Why"), rows)


def pane(name: str, inner: str) -> str:
    """A text that scrolls by itself, by keyboard too. `inner` is HTML."""
    return f'<div class="cc-pane" role="region" tabindex="0" aria-label="{escape(name)}">{inner}</div>'


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Set[int] = frozenset()) -> str:
    """A table with a caption; columns in `numbers` are set flush right.

    On a narrow screen each row becomes a list of labelled cells; the roles keep it a table for screen readers.
    """
    columns = "".join(
        f'<th role="columnheader" scope="col"{_right(place, numbers)}>{escape(one)}</th>'
        for place, one in enumerate(head)
    )
    body = "".join(f'<tr role="row">{_cells(head, row, numbers)}</tr>' for row in rows)
    return (
        f'<table class="cc-table" role="table"><caption>{escape(name)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{columns}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _cells(head: Sequence[str], row: Sequence[str], numbers: Set[int]) -> str:
    return "".join(
        f'<td role="cell" data-label="{escape(name)}"{_right(place, numbers)}>{escape(cell)}</td>'
        for place, (name, cell) in enumerate(zip(head, row, strict=True))
    )


def _mark(words: str, number: int, span: Identifier, shown: Set[Label]) -> str:
    if span.label not in shown:
        return escape(words)
    tag = f'<span class="cc-tag">{escape(reasons.label(span.label))} {number}</span>'
    return f'<mark class="cc-id cc-{reasons.GROUP[span.label]}">{escape(words)} {tag}</mark>'


def _right(place: int, numbers: Set[int]) -> str:
    return ' class="cc-count"' if place in numbers else ""
