"""An answer as HTML. Pure: every text from outside is escaped here or in `source`, and nothing is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from copilot.client import ClientProblem, Evidence
from copilot.schema import Abstention, Caveat, Dropped, RiskSummary, Sentence, Support
from ui import source, words


def sentence(shown: Sentence, evidence: Sequence[Evidence]) -> str:
    """One verified sentence, what to be careful of, its support in plain words, and each source it cites, closed."""
    numbered = {text.id: (number, text) for number, text in enumerate(evidence, start=1)}
    cited = dict.fromkeys(citation.evidence for citation in shown.citations)
    sources = [
        source.details(*numbered[id], [citation for citation in shown.citations if citation.evidence == id])
        for id in cited
        if id in numbered
    ]
    return (
        f'<div class="cc-sentence"><p class="cc-claim">{escape(shown.text)}</p>'
        f"{_cautions(shown.caveats)}{''.join(sources)}{_support(shown.support)}</div>"
    )


def _cautions(caveats: Sequence[Caveat]) -> str:
    return "".join(f'<p class="cc-warning">Caution: {escape(one.text)}</p>' for one in caveats)


def abstention(given: Abstention) -> str:
    """Why there is no answer, what was looked for, and what would help."""
    return (
        f'<div class="cc-abstention"><p class="cc-claim">{escape(words.ABSTENTION[given.reason])}</p>'
        f"<p>{escape(given.message)}</p>"
        f"{_listed('What was looked for', given.looked_for)}{_listed('What would help', given.would_help)}</div>"
    )


def dropped(sentences: Sequence[Dropped]) -> str:
    """Drafted sentences that were not shown, each with its reason."""
    title = f"Not shown: {words.count(len(sentences), 'drafted sentence', 'drafted sentences')} did not hold"
    items = (
        f'<li><q>{escape(one.text)}</q><br><span class="cc-about">Why: {escape(one.reason)}</span></li>'
        for one in sentences
    )
    return _disclosure(title, f"<ul>{''.join(items)}</ul>")


def sources(summary: RiskSummary) -> str:
    """Every text that was found, cited or not, in the order of its number."""
    stated = [*summary.sentences, *summary.context]
    cited = {citation.evidence for shown in stated for citation in shown.citations}
    rows = [
        source.details(number, text, note="" if text.id in cited else "not cited")
        for number, text in enumerate(summary.evidence, start=1)
    ]
    return "".join(rows)


def background(summary: RiskSummary) -> str:
    """Conflicts, limits, dates, what of the record was used, engine and audit entry."""
    dates = [f"{name.capitalize()}: up to {date}" for name, date in summary.as_of if date]
    engine = words.ENGINE.get(summary.engine.name, summary.engine.name)
    if summary.engine.fell_back:
        engine += f". The usual engine was not available ({summary.engine.reason or 'no reason was given'})."
    rows = {
        "Question as it was searched": [summary.question],
        "Where sources disagree": [conflict.text for conflict in summary.conflicts],
        "Limits": summary.limits,
        "Used from the patient's details": summary.used,
        "How far the sources reach": dates,
        "Searched for": summary.searched,
        "Written by": [engine],
        "Audit record": [f"Entry {summary.audit.entry}, hash {summary.audit.hash}"] if summary.audit else [],
    }
    terms = (f"<dt>{escape(term)}</dt>{_described(items)}" for term, items in rows.items() if items)
    return f'<dl class="cc-background">{"".join(terms)}</dl>'


def problem(error: ClientProblem) -> str:
    """What went wrong, what was kept, and what to do."""
    rest = "".join(f"<p>{_with_code(text)}</p>" for text in (error.kept, error.next_step) if text)
    return f'<div class="cc-problem" role="alert"><p class="cc-claim">{_with_code(error.what)}</p>{rest}</div>'


def progress(text: str) -> str:
    """One line for people who wait, announced by screen readers."""
    return f'<p class="cc-progress" role="status">{escape(text)}</p>'


def _support(support: Support) -> str:
    title = f"Support: {words.support(support.score)} ({support.score:.2f} of 1)"
    rows = (
        f"<li>{escape(words.CHECK.get(name, name))}: {_outcome(value)}</li>" for name, value in support.checks.items()
    )
    return _disclosure(title, f"<ul>{''.join(rows)}</ul>")


def _outcome(value: bool | float | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.2f}" if isinstance(value, float) else escape(str(value))


def _disclosure(title: str, body: str) -> str:
    return f'<details class="cc-more"><summary>{escape(title)}</summary><div class="cc-body">{body}</div></details>'


def _described(items: Iterable[str]) -> str:
    return "".join(f"<dd>{_with_code(item)}</dd>" for item in items)


def _with_code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _listed(title: str, items: Iterable[str]) -> str:
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<h3>{escape(title)}</h3><ul>{rows}</ul>" if rows else ""
