"""A summary as it stands in a terminal."""

from __future__ import annotations

from copilot.schema import RiskSummary, Sentence
from retrieval.evidence import Evidence, Grade

REASONS = {
    "no_evidence": "no evidence was found",
    "conflicting_evidence": "the evidence conflicts",
    "verification_failed": "nothing could be verified",
    "out_of_scope": "outside what this tool answers",
    "time_critical": "time-critical: act, don't ask a tool",
    "unsafe_request": "unsafe request",
    "action_request": "this tool gives no orders",
    "dosing_without_source": "no source for a dose",
    "false_premise": "the question assumes something unfounded",
    "injection": "the text tries to give instructions",
    "cohort_too_small": "too few patients to show",
    "missing_input": "an input is missing",
}

CONTEXT = "Computed from the record, not an answer to your question"
"""Heading of what a cohort or a score says unasked."""


def source_line(item: Evidence) -> str:
    """Where a text is from, on one line."""
    source = item.source
    parts = [
        source.journal or source.organisation,
        graded(item.grade) if item.kind in ("literature", "guideline") or item.grade.year else None,
        f"PMID {source.pmid}" if source.pmid else None,
        f"doi:{source.doi}" if source.doi else None,
        *(notice.upper() for notice in item.notices),
        f"indirect: {', '.join(item.indirect)}" if item.indirect else None,
    ]
    return ", ".join(part for part in parts if part) or item.id


def graded(grade: Grade) -> str:
    """Year, design with its level, and number of participants, as far as they are known."""
    level = f" (level {grade.level})" if grade.level else ""
    parts = [
        str(grade.year) if grade.year else None,
        f"{grade.design}{level}" if grade.design != "unclassified" else "design not stated",
        f"n = {grade.n:,}" if grade.n else None,
    ]
    return ", ".join(part for part in parts if part)


def text(summary: RiskSummary) -> str:
    """The whole answer, without markup."""
    lines = [summary.question, ""]
    if summary.abstention:
        lines += [f"I can't say: {REASONS[summary.abstention.reason]}.", summary.abstention.message]
        lines += [f"  - {help}" for help in summary.abstention.would_help]
        lines.append("")
    lines += _sentences(summary.sentences)
    if summary.context:
        lines += [f"{CONTEXT}:", *_sentences(summary.context)]
    lines += [f"Sources disagree: {conflict.text}" for conflict in summary.conflicts]
    if summary.conflicts:
        lines.append("")
    lines += _sources(summary)
    if summary.dropped:
        lines += ["", f"Not shown ({len(summary.dropped)}):"]
        lines += [f"  - {dropped.text} ({dropped.reason})" for dropped in summary.dropped]
    return "\n".join([*lines, "", *_foot(summary)])


def _sentences(sentences: list[Sentence]) -> list[str]:
    """Each with its caveats below it, then an empty line."""
    lines = [
        line for one in sentences for line in (f"• {one.text}", *(f"  ! {caveat.text}" for caveat in one.caveats))
    ]
    return [*lines, ""] if lines else []


def _sources(summary: RiskSummary) -> list[str]:
    stated = [*summary.sentences, *summary.context]
    cited = {citation.evidence for sentence in stated for citation in sentence.citations}
    return [
        f"[{number}] {item.title} ({source_line(item)}){'' if item.id in cited else ' — not cited'}"
        for number, item in enumerate(summary.evidence, start=1)
    ]


def _foot(summary: RiskSummary) -> list[str]:
    dates = {name: date for name, date in summary.as_of.model_dump().items() if date}
    engine = summary.engine.name + (" (fell back)" if summary.engine.fell_back else "")
    lines = list(summary.limits)
    if summary.used:
        lines.append(f"Used of the patient's data: {'; '.join(summary.used)}.")
    lines.append("Knowledge up to: " + (", ".join(f"{n} {d}" for n, d in dates.items()) or "unknown") + ".")
    audit = f"audit entry {summary.audit.entry}" if summary.audit else "not in the audit log"
    lines.append(f"Engine: {engine}; index {summary.provenance.index[:12]}; {audit}; id {summary.id}.")
    return lines
