"""A de-identified FHIR record as HTML: what was done at each path, and both documents line by line. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Set
from html import escape
from typing import Any

from copilot.client import Action, DeidentifiedRecord
from ui import reasons
from ui.identifiers import pane, table

MOST_LINES = 600
"""Lines shown of a document; the download has all."""


def summary(outcome: DeidentifiedRecord) -> str:
    """One row an action: what it means, and how many values there were before and are after."""
    before, after = Counter[Action](), Counter[Action]()
    for change in outcome.changes:
        before[change.action] += change.before
        after[change.action] += change.after
    rows = [
        (action, meaning, f"{before[action]:,}", f"{after[action]:,}")
        for action, meaning in reasons.ACTION.items()
        if before[action]
    ]
    return table("Values by action", ("Action", "What it does", "Before", "After"), rows, {2, 3})


def words(outcome: DeidentifiedRecord) -> str:
    """What was found in the record's free texts."""
    found = ", ".join(f"{count} × {reasons.label(label).lower()}" for label, count in outcome.replaced.items())
    left = f" {outcome.left_out} in doubt and left out." if outcome.left_out else ""
    return f'<p class="cc-progress">Replaced in free texts: {escape(found) or "nothing"}.{left}</p>'


def paths(outcome: DeidentifiedRecord, shown: Set[Action]) -> str:
    """One row a path."""
    rows = [
        (change.path, change.action, f"{change.before:,}", f"{change.after:,}")
        for change in outcome.changes
        if change.action in shown
    ]
    return table("What was done at each path", ("Path", "Action", "Before", "After"), rows, {2, 3})


def sides(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, str]:
    """Both documents; a line that is not in the other one is marked with − or +."""
    old, new = _lines(before), _lines(after)
    return (
        _document("Original record, − marks lines that are gone or changed", old, frozenset(map(_bare, new)), "del"),
        _document("De-identified record, + marks lines that are new", new, frozenset(map(_bare, old)), "ins"),
    )


def _document(name: str, lines: list[str], other: Set[str], tag: str) -> str:
    sign = "−" if tag == "del" else "+"
    shown = [
        escape(f"  {line}") if _bare(line) in other else f"<{tag}>{sign} {escape(line)}</{tag}>"
        for line in lines[:MOST_LINES]
    ]
    if len(lines) > MOST_LINES:
        shown.append(f"… {len(lines) - MOST_LINES:,} more lines")
    text = "\n".join(shown)
    return pane(name, f'<pre class="cc-code">{text}</pre>')


def _lines(document: dict[str, Any]) -> list[str]:
    return json.dumps(document, ensure_ascii=False, indent=1).splitlines()


def _bare(line: str) -> str:
    return line.strip().rstrip(",")
