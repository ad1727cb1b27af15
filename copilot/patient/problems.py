"""Condition resources to problems: once each, with onset, what became of them, and how sure it was."""

from __future__ import annotations

from typing import Literal, NamedTuple

from copilot.patient.dates import Clock, instant
from copilot.patient.entries import Json
from copilot.patient.terms import Term, Terms
from copilot.schema import Condition

Status = Literal["active", "resolved", "unknown"]

_STATUS: dict[str, Status] = {
    "active": "active",
    "recurrence": "active",
    "relapse": "active",
    "inactive": "resolved",
    "remission": "resolved",
    "resolved": "resolved",
}
_REFUTED, _ERROR = "refuted", "entered-in-error"
_UNSURE = ("unconfirmed", "provisional", "differential")


class _Seen(NamedTuple):
    term: Term
    status: Status
    sure: bool
    refuted: bool
    onset: float
    days_before: int | None
    contradictory: bool


def conditions(resources: list[Json], terms: Terms, clock: Clock) -> tuple[list[Condition], list[str]]:
    """Problems, active ones first, newest onset first; remarks on those whose entries contradict each other."""
    by_term: dict[tuple[str | None, str], list[_Seen]] = {}
    for resource in resources:
        if (seen := _seen(resource, terms, clock)) is not None:
            by_term.setdefault((seen.term["system"], seen.term["code"] or seen.term["text"].casefold()), []).append(
                seen
            )
    merged = [_merged(left) for entries in by_term.values() if (left := _standing(entries))]
    merged.sort(key=lambda pair: (_ORDER[pair[0].status], -pair[1].onset))
    return (
        [condition for condition, _ in merged],
        [f"{condition.text}: recorded as active and as resolved" for condition, one in merged if one.contradictory],
    )


def _standing(entries: list[_Seen]) -> list[_Seen]:
    """Without what was refuted, and without what was only suspected until then."""
    refuted = max((one.onset for one in entries if one.refuted), default=None)
    return [one for one in entries if not one.refuted and (refuted is None or one.sure or one.onset > refuted)]


_ORDER: dict[Status, int] = {"active": 0, "unknown": 1, "resolved": 2}


def _seen(resource: Json, terms: Terms, clock: Clock) -> _Seen | None:
    sure = code_of(resource.get("verificationStatus"))
    if sure == _ERROR or (term := terms.term(resource.get("code"))) is None:
        return None
    status = _STATUS.get(code_of(resource.get("clinicalStatus")) or "", "unknown")
    over = _over(resource, clock)
    onset = clock.past(_onset(resource))
    contradictory = status == "active" and over
    if contradictory:
        status = "unknown"
    elif status == "unknown" and over:
        status = "resolved"
    return _Seen(
        term=term,
        status=status,
        sure=sure not in _UNSURE,
        refuted=sure == _REFUTED,
        onset=onset.timestamp() if onset else float("-inf"),
        days_before=clock.days_before(onset),
        contradictory=contradictory,
    )


def _over(resource: Json, clock: Clock) -> bool:
    end = resource.get("abatementDateTime") or resource.get("abatementPeriod", {}).get("end")
    if end is not None:
        return clock.past(end) is not None
    return any(field in resource for field in ("abatementAge", "abatementRange", "abatementString"))


def _onset(resource: Json) -> str | None:
    written: str | None = (
        resource.get("onsetDateTime")
        or resource.get("onsetPeriod", {}).get("start")
        or (None if _onset_by_age(resource) else resource.get("recordedDate"))
    )
    return written if instant(written) else None


def _onset_by_age(resource: Json) -> bool:
    return any(field in resource for field in ("onsetAge", "onsetRange", "onsetString"))


def _merged(entries: list[_Seen]) -> tuple[Condition, _Seen]:
    """One problem of its entries: the newest onset decides; of two at the same time, neither does."""
    newest = max(entries, key=lambda seen: seen.onset)
    statuses = {seen.status for seen in entries if seen.onset == newest.onset}
    status, contradictory = newest.status, newest.contradictory
    if {"active", "resolved"} <= statuses:
        status, contradictory = "unknown", True
    certainty: Literal["confirmed", "unconfirmed"] = "confirmed" if any(e.sure for e in entries) else "unconfirmed"
    condition = Condition(**newest.term, status=status, certainty=certainty, days_before=newest.days_before)
    return condition, newest._replace(status=status, contradictory=contradictory)


def code_of(concept: Json | None) -> str | None:
    """The first code of a concept whose value set has one code for each meaning (statuses)."""
    codings = (concept or {}).get("coding", [])
    return next((coding["code"] for coding in codings if coding.get("code")), None)
