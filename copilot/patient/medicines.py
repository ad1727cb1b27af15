"""MedicationRequest and MedicationStatement to medications: once each, with dose, start, and whether still taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from copilot.patient.dates import Clock
from copilot.patient.entries import Json
from copilot.patient.record import Record
from copilot.patient.terms import Term, Terms
from copilot.schema import Medication

Status = Literal["active", "stopped", "unknown"]

_STATUS: dict[str, Status] = {
    "active": "active",
    "intended": "unknown",
    "unknown": "unknown",
    "on-hold": "stopped",
    "stopped": "stopped",
    "completed": "stopped",
    "not-taken": "stopped",
}
"""Other statuses (draft, cancelled, entered-in-error) mean that nothing was given: those are left out."""
_NO_ORDER = ("proposal", "option")
_ORDER: dict[Status, int] = {"active": 0, "unknown": 1, "stopped": 2}


class _Seen(NamedTuple):
    term: Term
    status: Status
    denied: bool
    dose: str | None
    start: datetime | None
    end: datetime | None
    contradictory: bool


def medications(record: Record, terms: Terms, clock: Clock) -> tuple[list[Medication], list[str]]:
    """Drugs, those taken now first, newest start first; remarks on orders and reports that contradict each other."""
    by_drug: dict[tuple[str | None, str], list[_Seen]] = {}
    unnamed = 0
    for resource in (*record.of("MedicationRequest"), *record.of("MedicationStatement")):
        if resource["status"] not in _STATUS or resource.get("doNotPerform") or resource.get("intent") in _NO_ORDER:
            continue
        if (term := terms.term(_drug(resource, record))) is None:
            unnamed += 1
            continue
        key = term["system"], term["code"] or term["text"].casefold()
        by_drug.setdefault(key, []).append(_seen(resource, term, terms, clock))
    merged = sorted(
        (_merged(entries) for entries in by_drug.values()), key=lambda one: (_ORDER[one.status], -_time(one))
    )
    remarks = [
        f"{one.term['text']}: active, and reported as ended or not taken" for one in merged if one.contradictory
    ]
    if unnamed:
        remarks.append(f"left out, medications without a name: {unnamed}")
    return [_medication(one, clock) for one in merged], remarks


def _drug(resource: Json, record: Record) -> Json | None:
    if (concept := resource.get("medicationCodeableConcept")) is not None:
        return dict(concept)
    reference = resource.get("medicationReference", {})
    found = record.directory.find(reference, resource)
    if found is not None and found.get("resourceType") == "Medication":
        return found.get("code")
    return {"text": reference["display"]} if reference.get("display") else None


def _seen(resource: Json, term: Term, terms: Terms, clock: Clock) -> _Seen:
    dosage: list[Json] = resource.get("dosageInstruction") or resource.get("dosage") or []
    period: Json = resource.get("effectivePeriod") or _bounds(dosage)
    start = period.get("start") or resource.get("effectiveDateTime") or resource.get("authoredOn")
    end = clock.past(period.get("end") or resource.get("dispenseRequest", {}).get("validityPeriod", {}).get("end"))
    status = _STATUS[resource["status"]]
    contradictory = status == "active" and end is not None and resource["resourceType"] == "MedicationStatement"
    return _Seen(
        term=term,
        status="unknown" if status == "active" and end is not None else status,
        denied=resource["status"] in ("not-taken", "stopped"),
        dose=_dose(dosage, terms),
        start=clock.past(start or resource.get("dateAsserted")),
        end=end,
        contradictory=contradictory,
    )


def _bounds(dosage: list[Json]) -> Json:
    repeats = (one.get("timing", {}).get("repeat", {}) for one in dosage)
    return next((repeat["boundsPeriod"] for repeat in repeats if "boundsPeriod" in repeat), {})


def _merged(entries: list[_Seen]) -> _Seen:
    """One drug of its entries: taken now if any says so, unless one as new says that it is stopped or not taken."""
    newest = max(entries, key=lambda one: (-_ORDER[one.status], _time(one)))
    contradictory = newest.contradictory
    if newest.status == "active" and any(one.denied and _last(one) >= _time(newest) for one in entries):
        newest, contradictory = newest._replace(status="unknown"), True
    dose = newest.dose or next((one.dose for one in sorted(entries, key=_time, reverse=True) if one.dose), None)
    return newest._replace(contradictory=contradictory, dose=dose)


def _medication(one: _Seen, clock: Clock) -> Medication:
    return Medication(
        **one.term,
        status=one.status,
        dose=one.dose,
        days_before=clock.days_before(one.start),
        stopped_days_before=clock.days_before(one.end),
    )


def _dose(dosage: list[Json], terms: Terms) -> str | None:
    """ "5 mg, 2 per 1 d, as needed" of the structured dosage, or else its text; all of it, or None."""
    said = [_one_dose(one, terms) for one in dosage]
    whole = "; ".join(filter(None, said))
    return whole if whole and all(said) and len(whole) <= 80 and terms.shown(whole) else None


def _one_dose(one: Json, terms: Terms) -> str | None:
    parts = [*_amount(one), *_timing(one.get("timing", {}).get("repeat", {}))]
    if parts and (one.get("asNeededBoolean") or one.get("asNeededCodeableConcept")):
        parts.append("as needed")
    return ", ".join(parts) if parts else terms.free(one["text"]) if one.get("text") else None


def _amount(dosage: Json) -> Iterator[str]:
    for rate in dosage.get("doseAndRate", []):
        spread = rate.get("doseRange") or rate.get("rateRange") or {}
        low = rate.get("doseQuantity") or rate.get("rateQuantity") or spread.get("low") or {}
        high = spread.get("high") or {}
        unit = low.get("unit") or low.get("code") or high.get("unit") or high.get("code") or ""
        if amount := _span(low.get("value"), high.get("value")):
            yield f"{amount} {unit}".strip()
            return


def _timing(repeat: Json) -> Iterator[str]:
    often, period = repeat.get("frequency"), repeat.get("period")
    if often is not None and period is not None and repeat.get("periodUnit"):
        times, each = _span(often, repeat.get("frequencyMax")), _span(period, repeat.get("periodMax"))
        yield f"{times} per {each} {repeat['periodUnit']}"


def _span(low: Any, high: Any) -> str | None:
    """ "1 to 2"; "up to 2" without a lower end."""
    if low is None:
        return None if high is None else f"up to {_number(high)}"
    return _number(low) if high is None or high == low else f"{_number(low)} to {_number(high)}"


def _number(value: Any) -> str:
    return f"{Decimal(str(value)).normalize():,f}"


def _last(one: _Seen) -> float:
    return max(_time(one), one.end.timestamp() if one.end else float("-inf"))


def _time(one: _Seen) -> float:
    return one.start.timestamp() if one.start else float("-inf")
