"""A whole FHIR record through the structured path: checked, one patient's, with an account of what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from copilot.deid.account import account
from copilot.deid.changes import DeidentifiedRecord
from copilot.deid.keyed import KeyedTransform
from copilot.deid.known import known_of
from copilot.deid.shift import DateMode
from copilot.deid.structured import deidentify_bundle
from copilot.deid.types import Deidentified, Known, Label
from copilot.patient.entries import Entry, entries
from copilot.patient.errors import NotFhir, RecordUnreadable, WhichPatient
from copilot.patient.references import key, names_of, refuse_cycles
from copilot.patient.version import require_r4

LONGEST = 1_000_000
"""Characters of a text inside a record; a longer one is left out."""


class About(NamedTuple):
    """Whose record it is: `patient` is the FHIR id, "" where nobody is named; `sex` female, male or ""."""

    patient: str
    sex: str


TextPath = Callable[[str, Known, About], Deidentified]


def deidentify_record(
    document: Any, deidentify: TextPath, project_key: bytes, mode: DateMode, today: date
) -> DeidentifiedRecord:
    """A FHIR R4 Bundle or resource of one patient, without what identifies.

    Args:
        document: parsed JSON.
        deidentify: the text path.
        project_key: the project's secret.
        mode: dates shifted by whole weeks, or years alone.
        today: the day ages refer to.

    Raises:
        NotFhir, WrongFhirVersion, WrongShape, CyclicReferences: as for a patient that is asked about.
        WhichPatient: it is about several people, whose dates must not move together.
        RecordUnreadable: a null character, or half of one.
    """
    if not isinstance(document, dict) or "resourceType" not in document:
        raise NotFhir("This is no FHIR document.", next_step="Give a FHIR R4 Bundle or resource.")
    _refuse_broken_text(document)
    found = entries(document)
    for entry in found:
        require_r4(entry.resource, entry.path)
    refuse_cycles(found)
    about, known = _about(found), known_of(document)
    outcomes: dict[str, Deidentified] = {}
    calls: Counter[str] = Counter()

    def through(text: str, known: Known) -> Deidentified:
        if text not in outcomes:
            outcomes[text] = deidentify(text, known, about) if len(text) <= LONGEST else _TOO_LONG
        calls[text] += 1
        return outcomes[text]

    transform = KeyedTransform(project_key, about.patient, through, known, mode)
    passed = deidentify_bundle(document, transform, today)
    replaced: Counter[Label] = Counter()
    for text, times in calls.items():
        if outcomes[text].verdict == "pass":
            replaced.update({label: times * n for label, n in _labels(outcomes[text]).items()})
    return DeidentifiedRecord(
        record=passed,
        changes=account(document, passed),
        replaced=dict(replaced),
        left_out=sum(times for text, times in calls.items() if outcomes[text].verdict != "pass"),
    )


_TOO_LONG = Deidentified(text="", spans=(), verdict="withhold")


def _labels(outcome: Deidentified) -> Counter[Label]:
    return Counter(span.label for span in outcome.spans)


def _about(found: list[Entry]) -> About:
    """The one patient of a record: the Patient resource, or whom the entries refer to."""
    people = {entry.path: entry.resource for entry in found if entry.kind == "Patient"}
    places = {name: entry.path for entry in found if entry.kind == "Patient" for name in names_of(entry)}
    meant = {places.get(name, name) for entry in found if (name := _subject(entry)) is not None}
    if len(everyone := meant | people.keys()) > 1:
        raise WhichPatient(
            f"The record is about {len(everyone)} patients.", next_step="De-identify one patient's record at a time."
        )
    one = next(iter(everyone), "")
    person = people.get(one, {})
    id, sex = person.get("id") if person else one, person.get("gender")
    return About(
        patient=id.rpartition("/")[2].removeprefix("urn:uuid:") if isinstance(id, str) else "",
        sex=sex if sex in ("female", "male") else "",
    )


def _subject(entry: Entry) -> str | None:
    """The key of the patient an entry is about; None where it says nobody, or something else than a patient."""
    for field in ("subject", "patient", "beneficiary"):
        reference = entry.resource.get(field)
        target = reference.get("reference") if isinstance(reference, dict) else None
        if isinstance(target, str) and key(target).startswith(("Patient/", "urn:")):
            return key(target)
    return None


def _refuse_broken_text(document: Any) -> None:
    """Raises RecordUnreadable for a null or half a character, which neither FHIR nor UTF-8 can carry."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if "\0" in value or (not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value)):
                raise RecordUnreadable("The record holds a null character or half a character, which FHIR forbids.")
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.keys()
            waiting += value.values()
