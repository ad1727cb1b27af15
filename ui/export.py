"""An answer as a Markdown file, for a note or a colleague."""

from __future__ import annotations

import re

from copilot.client import Evidence
from copilot.schema import RiskSummary
from ui import source, words


def markdown(summary: RiskSummary) -> str:
    """Question, verified sentences with their quotes, what was dropped, sources, limits, audit entry."""
    numbers = {text.id: number for number, text in enumerate(summary.evidence, start=1)}
    lines = [f"# {plain(summary.question)}", "", f"*{words.NOTICE}*", ""]
    if given := summary.abstention:
        lines += [f"**{words.ABSTENTION[given.reason]}.** {plain(given.message)}", ""]
        lines += _bullets("What was looked for", given.looked_for) + _bullets("What would help", given.would_help)
    for shown in summary.sentences:
        lines += [f"- {plain(shown.text)} (support {shown.support.score:.2f} of 1)"]
        lines += [
            f"  - Source {numbers.get(cited.evidence, '?')}: “{plain(cited.quote)}”" for cited in shown.citations
        ]
    lines += [""] if summary.sentences else []
    lines += _bullets("Not shown", [f"{one.text} ({one.reason})" for one in summary.dropped])
    if summary.evidence:
        lines += ["## Sources", ""]
        lines += [f"{number}. {_source(text)}" for number, text in enumerate(summary.evidence, start=1)] + [""]
    lines += _bullets("Limits", summary.limits)
    lines += _bullets("Reach of the sources", [f"{name}: {date}" for name, date in summary.as_of if date])
    engine = f"engine {summary.engine.name}{' (fell back)' if summary.engine.fell_back else ''}"
    audit = f", audit entry {summary.audit.entry} ({summary.audit.hash})" if summary.audit else ""
    return "\n".join([*lines, f"{summary.created:%Y-%m-%d %H:%M} · {engine}{audit} · answer {summary.id}", ""])


def plain(text: str) -> str:
    """One line of text in which Markdown and HTML have no meaning."""
    return re.sub(r"([\\`*_\[\]<>#|!~&])", r"\\\1", " ".join(text.split()))


def _source(text: Evidence) -> str:
    places = " ".join(f"<{url}>" for _, url in source.addresses(text))
    parts = [text.title or text.id, text.source.journal or text.source.organisation or "", str(text.grade.year or "")]
    return f"{plain('. '.join(part.rstrip('.') for part in parts if part))}. {places}".rstrip()


def _bullets(title: str, items: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {plain(item)}" for item in items), ""] if items else []
