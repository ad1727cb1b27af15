"""What a reader says of an answer: de-identified, checked on the way out, and logged beside the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from copilot.audit import AuditLog
from copilot.deid.gate import gate_for
from copilot.deid.question import Question, QuestionWithheld, without_identifiers
from copilot.deid.types import Deidentified, Known
from copilot.schema import AuditRef, Review, RiskSummary
from retrieval.errors import BadInput

KIND = "review"
"""Entries of the audit log whose body is {summary, verdict, sentence, text, comment}."""


class ReviewWithheld(BadInput):
    """The text path does not vouch for what was written."""


def record(
    review: Review,
    summary: RiskSummary,
    audit: AuditLog,
    deidentify: Callable[[str, Known], Deidentified],
    models: Path,
) -> AuditRef:
    """Writes `review` of `summary` to the log; identifiers in its texts become placeholders first.

    Raises:
        BadInput: the answer has no such sentence.
        ReviewWithheld: a text cannot be read well enough to say who is in it.
        Identifying: the second reader still finds somebody. Nothing was written.
        AuditUnavailable, AuditBroken: nothing was written.
    """
    if review.sentence is not None and review.sentence > len(summary.sentences):
        raise BadInput(
            f"The answer has {len(summary.sentences)} sentences.",
            kept="The review was not stored.",
            next_step="Number the sentence from 1, or leave it out to speak of the whole answer.",
        )
    body = {"summary": summary.id, "verdict": review.verdict, "sentence": review.sentence}
    texts = {name: _read(text, deidentify) for name, text in (("text", review.text), ("comment", review.comment))}
    gate = gate_for((), (), models)
    for read in texts.values():
        gate.check(read.search)
    return audit.append(KIND, body | {name: read.text or None for name, read in texts.items()})


def _read(text: str | None, deidentify: Callable[[str, Known], Deidentified]) -> Question:
    if not text:
        return Question("", "", 0)
    try:
        return without_identifiers(text, Known(), deidentify)
    except QuestionWithheld as withheld:
        raise ReviewWithheld(
            withheld.what.replace("question", "review"),
            kept="It was not stored.",
            next_step="Write it in plain English, without names, dates and numbers of a person.",
        ) from None
