"""A record to the patient context: what the medicine needs, and nothing that tells who it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Literal, TypeVar

from copilot.patient.allergies import allergies
from copilot.patient.dates import Clock, age, instant
from copilot.patient.entries import Json
from copilot.patient.events import encounters, performed, procedures
from copilot.patient.habits import pregnant, smoking
from copilot.patient.measurements import measurements, observed
from copilot.patient.medicines import medications
from copilot.patient.problems import conditions
from copilot.patient.record import Record
from copilot.patient.series import labs
from copilot.patient.terms import Terms
from copilot.schema import MOST, MOST_LABS, PatientContext

T = TypeVar("T")

_OLD_RECORD = 365
_LONGEST = 200
"""Characters of a remark."""
_SEX: dict[str | None, Literal["female", "male"]] = {"female": "female", "male": "male"}


def context(record: Record, terms: Terms, today: date) -> PatientContext:
    """The context of one record as of `today`."""
    patient = record.patient or {}
    clock = Clock(_dates(record), today)
    problems, unclear = conditions(record.of("Condition"), terms, clock)
    drugs, unsure = medications(record, terms, clock)
    values, twofold = labs(measurements(record.of("Observation"), terms, clock), clock)
    smokes, doubtful = smoking(record.of("Observation"), clock)
    sex = _SEX.get(patient.get("gender"))
    is_pregnant = pregnant(record.of("Observation"), clock)
    remarks = [*unclear, *unsure, *twofold, *doubtful, *_about(record, clock)]
    if is_pregnant and sex == "male":
        remarks.append("pregnant, and sex recorded as male")
    done = procedures(record.of("Procedure"), terms, clock)
    visits = encounters(record.of("Encounter"), terms, clock)
    allergic = allergies(record.of("AllergyIntolerance"), terms)
    if terms.withheld:
        remarks.append(f"left out, words that may name a person: {terms.withheld}")
    return PatientContext(
        age=_age(patient, clock),
        sex=sex,
        deceased=_deceased(patient),
        conditions=_most(problems, "conditions", remarks),
        medications=_most(drugs, "medications", remarks),
        allergies=_most(allergic, "allergies", remarks),
        labs=_most(values, "laboratory values", remarks, MOST_LABS),
        procedures=_most(done, "procedures", remarks),
        encounters=_most(visits, "encounters", remarks),
        smoking=smokes,
        pregnant=is_pregnant,
        remarks=[remark[:_LONGEST] for remark in remarks[:MOST]],
    )


def _age(patient: Json, clock: Clock) -> int | None:
    """Years on the day, or at death."""
    birth = instant(patient.get("birthDate"))
    on = clock.past(patient.get("deceasedDateTime")) or clock.today
    if birth is None or birth > on:
        return None
    years = age(birth.date(), on.date())
    return years if years <= 130 else None


def _deceased(patient: Json) -> bool:
    return bool(patient.get("deceasedDateTime") or patient.get("deceasedBoolean"))


def _dates(record: Record) -> Iterator[str | None]:
    """When things were seen or done: what the newest entry of the record is taken from."""
    for one in record.of("Observation"):
        yield observed(one)
    for one in record.of("Procedure"):
        yield performed(one)
    for one in record.of("Encounter"):
        yield one.get("period", {}).get("start")
    for one in record.of("Condition"):
        yield one.get("recordedDate")
        yield one.get("onsetDateTime")
    for one in (*record.of("MedicationRequest"), *record.of("MedicationStatement")):
        yield one.get("authoredOn") or one.get("effectivePeriod", {}).get("start") or one.get("dateAsserted")


def _about(record: Record, clock: Clock) -> Iterator[str]:
    for reason, count in sorted(record.left_out.items()):
        yield f"left out, {reason}: {count}"
    if clock.future:
        yield f"not used, dates in the future: {clock.future}"
    if clock.newest is not None and clock.days_ago(clock.newest) > _OLD_RECORD:
        yield "the newest entry of the record is more than a year old"


def _most(found: list[T], what: str, remarks: list[str], most: int = MOST) -> list[T]:
    """What the context has room for. The lists are ordered: what is left out is the oldest or the resolved."""
    if len(found) > most:
        remarks.append(f"left out, older {what}: {len(found) - most}")
    return found[:most]


def utc_today() -> date:
    """The day it is, where a door has no other reference date."""
    return datetime.now(UTC).date()
