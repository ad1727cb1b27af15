"""An answer as a Markdown file, for a note or a colleague."""

from __future__ import annotations

import re

from copilot.render import CONTEXT, REASONS, source_line
from copilot.schema import RiskSummary, Sentence
from retrieval.evidence import Evidence


def markdown(summary: RiskSummary) -> str:
    """Question, verified sentences with their quotes, what was dropped, sources, limits, audit entry."""
    numbers = {text.id: number for number, text in enumerate(summary.evidence, start=1)}
    lines = [f"# {plain(summary.question)}", ""]
    if given := summary.abstention:
        lines += [f"**I can't say: {REASONS[given.reason]}.** {plain(given.message)}", ""]
        lines += _bullets("What was looked for", given.looked_for) + _bullets("What would help", given.would_help)
    lines += _sentences(summary.sentences, numbers)
    lines += [f"## {CONTEXT}", "", *_sentences(summary.context, numbers)] if summary.context else []
    lines += _bullets("Sources disagree", [conflict.text for conflict in summary.conflicts])
    lines += _bullets("Not shown", [f"{one.text} ({one.reason})" for one in summary.dropped])
    if summary.evidence:
        lines += ["## Sources", ""]
        lines += [f"{number}. {_source(text)}" for number, text in enumerate(summary.evidence, start=1)] + [""]
    lines += _bullets("Limits", summary.limits)
    lines += _bullets("Reach of the sources", [f"{name}: {date}" for name, date in summary.as_of if date])
    engine = f"engine {summary.engine.name}{' (fell back)' if summary.engine.fell_back else ''}"
    audit = f", audit entry {summary.audit.entry} ({summary.audit.hash})" if summary.audit else ""
    return "\n".join([*lines, f"{summary.created:%Y-%m-%d %H:%M} · {engine}{audit} · answer {summary.id}", ""])


def _sentences(sentences: list[Sentence], numbers: dict[str, int]) -> list[str]:
    """Each with its caveats and its quotes, then an empty line."""
    lines = []
    for shown in sentences:
        lines += [f"- {plain(shown.text)} (support {shown.support.score:.2f} of 1)"]
        lines += [f"  - **Caution:** {plain(caveat.text)}" for caveat in shown.caveats]
        lines += [
            f"  - Source {numbers.get(cited.evidence, '?')}: “{plain(cited.quote)}”" for cited in shown.citations
        ]
    return [*lines, ""] if lines else []


def plain(text: str) -> str:
    """One line of text in which Markdown and HTML have no meaning."""
    return re.sub(r"([\\`*_\[\]<>#|!~&])", r"\\\1", " ".join(text.split()))


def _source(text: Evidence) -> str:
    url = f" <{text.source.url}>" if text.source.url else ""
    return f"{plain(text.title or text.id)} ({plain(source_line(text))}){url}"


def _bullets(title: str, items: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {plain(item)}" for item in items), ""] if items else []
