"""Retraction at rendering: what stood when an answer was given may have been retracted since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from copilot.schema import Abstention, AsOf, Dropped, RiskSummary
from retrieval.evidence import Evidence
from retrieval.record import doi_key, pmid_key

IsRetracted = Callable[[Sequence[str]], bool]
STALE = timedelta(days=92)
"""Age from which the list of retractions is called old. NLM and Retraction Watch add to theirs daily."""
_NOTHING_LEFT = Abstention(
    reason="no_evidence",
    message="Every source of this answer was retracted after it was given.",
    would_help=["Ask again: other texts may answer."],
)
RETRACTED = "its source was retracted after this answer was given"


def withdrawn(summary: RiskSummary, is_retracted: IsRetracted) -> RiskSummary:
    """`summary` without sentences and conflicts that rest on a retracted work and without its text; all are said.

    Where no sentence is left, it is an answer no more.
    """
    gone = {item.id for item in summary.evidence if is_retracted(keys(item))}
    if not gone:
        return summary
    kept, context = (
        [one for one in group if not gone & {cited.evidence for cited in one.citations}]
        for group in (summary.sentences, summary.context)
    )
    dropped = [Dropped(text=one.text, reason=RETRACTED) for one in summary.sentences if one not in kept]
    evidence = [_emptied(item) if item.id in gone else item for item in summary.evidence]
    limit = f"{len(gone)} of the sources {'was' if len(gone) == 1 else 'were'} retracted since: do not rely on them."
    return summary.model_copy(
        update={
            "sentences": kept,
            "context": context,
            "conflicts": [one for one in summary.conflicts if not gone & set(one.evidence)],
            "dropped": [*summary.dropped, *dropped],
            "evidence": evidence,
            "limits": [limit, *summary.limits],
            **({} if kept or summary.status == "abstained" else {"status": "abstained", "abstention": _NOTHING_LEFT}),
        }
    )


def keys(item: Evidence) -> tuple[str, ...]:
    """The names under which a list may mean this text, as `Record.keys`."""
    pmid, doi = item.source.pmid, item.source.doi
    return (item.id, *([pmid_key(pmid)] if pmid else []), *([doi_key(doi)] if doi else []))


def staleness(as_of: AsOf, today: date) -> str | None:
    """A warning if nothing, or nothing of late, is known of retractions."""
    if as_of.retractions is None:
        return "Nothing is known of retractions: no source of the index reports them."
    known = date.fromisoformat(f"{as_of.retractions}-01-01"[:10])
    if today - known <= STALE:
        return None
    return f"Retractions are known up to {as_of.retractions} only. A newer list: `copilot index update`."


def _emptied(item: Evidence) -> Evidence:
    """The text stays numbered, so that the markers of the others hold, but it can no longer be read here."""
    return item.model_copy(update={"text": "", "title": f"RETRACTED: {item.title}"})
