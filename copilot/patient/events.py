"""Procedures and encounters that took place, newest first."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.patient.dates import Clock
from copilot.patient.entries import Json
from copilot.patient.terms import Term, Terms
from copilot.schema import Occurrence

_DONE = ("completed", "in-progress", "stopped")
_VISITED = ("arrived", "triaged", "in-progress", "onleave", "finished")


def procedures(resources: list[Json], terms: Terms, clock: Clock) -> list[Occurrence]:
    """What was done; of a repeated procedure the newest."""
    found: dict[str, Occurrence] = {}
    for occurrence in _newest_first(
        [(terms.term(one.get("code")), performed(one)) for one in resources if one["status"] in _DONE], clock
    ):
        found.setdefault(occurrence.text, occurrence)
    return list(found.values())


def encounters(resources: list[Json], terms: Terms, clock: Clock) -> list[Occurrence]:
    """Every visit and stay, by its type, or by its class (inpatient, ambulatory) where it has none."""
    return list(
        _newest_first(
            [
                (_type(one, terms), one.get("period", {}).get("start"))
                for one in resources
                if one["status"] in _VISITED
            ],
            clock,
        )
    )


def performed(procedure: Json) -> str | None:
    """When a procedure began, as written."""
    when: str | None = procedure.get("performedDateTime") or procedure.get("performedPeriod", {}).get("start")
    return when


def _type(encounter: Json, terms: Terms) -> Term | None:
    for concept in encounter.get("type", []):
        if (term := terms.term(concept)) is not None:
            return term
    return terms.term({"coding": [encounter["class"]]})


def _newest_first(found: list[tuple[Term | None, str | None]], clock: Clock) -> Iterator[Occurrence]:
    dated = [(term, clock.past(written)) for term, written in found if term is not None]
    dated.sort(key=lambda pair: pair[1].timestamp() if pair[1] else float("-inf"), reverse=True)
    for term, when in dated:
        yield Occurrence(**term, days_before=clock.days_before(when))
