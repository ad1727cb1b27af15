"""The entries of exactly one patient, checked and ready to be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from copilot.patient.dates import instant
from copilot.patient.entries import Entry, Json, entries
from copilot.patient.errors import OtherPatient, WhichPatient
from copilot.patient.references import Directory, key, names_of, refuse_cycles
from copilot.patient.shape import READ, checked
from copilot.patient.version import require_r4

_LONGEST_VERSION = 18
"""Digits of a version that is a number, and no hash."""


class Record(NamedTuple):
    """One patient's resources by type; `left_out` counts, by reason, what could not be used."""

    patient: Json | None
    by_kind: dict[str, list[Json]]
    directory: Directory
    left_out: dict[str, int]

    def of(self, kind: str) -> list[Json]:
        return self.by_kind.get(kind, [])


def record(document: Any, patient: str | None = None) -> Record:
    """The record of one patient. `patient` is a FHIR id, needed where a document holds several.

    Raises:
        NotFhir, WrongFhirVersion, WrongShape, CyclicReferences, WhichPatient, OtherPatient.
    """
    found = entries(document)
    for entry in found:
        require_r4(entry.resource, entry.path)
    read = _newest_versions(entry for entry in found if entry.kind in READ)
    refuse_cycles(read)
    directory = Directory(read)
    people = [entry for entry in read if entry.kind == "Patient"]
    if len({name for one in people for name in names_of(one)}) < sum(len(set(names_of(one))) for one in people):
        raise WhichPatient(
            "Patients of different servers share an id.", next_step="Send the record of one patient from one server."
        )
    clinical = [entry for entry in read if entry.kind not in ("Patient", "Medication")]
    subjects = [_subject(entry, people) for entry in clinical]
    chosen = _choose(people, {s for s in subjects if s and not _is_no_person(s)}, patient or _hooked(document))
    by_kind: dict[str, list[Json]] = {}
    left_out: dict[str, int] = {}
    for entry, subject in zip(clinical, subjects, strict=True):
        if subject is not None and _is_no_person(subject):
            _count(left_out, "about a group, a device or a place")
        elif subject is None and len(people) > 1:
            _count(left_out, "without a patient, in a record of several")
        elif subject is not None and subject not in chosen.names:
            if not chosen.asked and len(people) < 2:
                raise OtherPatient(
                    f"{entry.path} is about another patient than the rest of the record.",
                    next_step="Send one patient's record, or name the patient's id.",
                )
            _count(left_out, "about another patient")
        elif "implicitRules" in entry.resource or _is_modified(entry.resource):
            # "Modifier extensions SHALL NOT be ignored": what is not understood may negate the whole (FHIR R4 2.4)
            _count(left_out, "modified by an extension that is not understood")
        else:
            by_kind.setdefault(entry.kind, []).append(entry.resource)
    return Record(chosen.resource, by_kind, directory, left_out)


class _Chosen(NamedTuple):
    resource: Json | None
    names: frozenset[str]
    asked: bool


def _choose(people: list[Entry], subjects: set[str], asked: str | None) -> _Chosen:
    named = {name: person for person in people for name in names_of(person)}
    if asked is not None:
        wanted = f"Patient/{asked.removeprefix('Patient/')}"
        if wanted not in named and wanted not in subjects:
            raise WhichPatient(
                "The patient that was asked for is not in the record.", next_step="Name an id that it holds, or none."
            )
        return _chosen(named.get(wanted), wanted, asked=True)
    if len(people) == 1:
        return _chosen(people[0], None, asked=False)
    referred = {named[subject].path if subject in named else subject for subject in subjects}
    if len(referred) > 1 or (people and not referred):
        raise WhichPatient(
            f"The record holds {max(len(people), len(referred))} patients.",
            next_step="Send one patient's record, or name the patient's id.",
        )
    only = next(iter(subjects), None)
    return _chosen(named.get(only) if only else None, only, asked=False)


def _chosen(person: Entry | None, subject: str | None, *, asked: bool) -> _Chosen:
    names = {subject} if subject else set()
    return _Chosen(
        person.resource if person else None, frozenset(names | set(names_of(person) if person else ())), asked
    )


def _hooked(document: Json) -> str | None:
    """The patient a CDS Hooks request is about."""
    context = document.get("context") if "prefetch" in document else None
    id = context.get("patientId") if isinstance(context, dict) else None
    return id if isinstance(id, str) and id else None


def _subject(entry: Entry, people: list[Entry]) -> str | None:
    """The key of whom an entry is about; None where it does not say."""
    if "focus" in entry.resource:  # a fetus, a donor, a device of the patient's: not the patient
        return "Group/focus"
    reference = entry.resource.get("subject") or entry.resource.get("patient") or {}
    if (target := reference.get("reference")) is not None:
        return f"{entry.path}{target}" if target.startswith("#") else key(target)
    if (identifier := reference.get("identifier")) is not None:
        return next((name for one in people if _has(one, identifier) for name in names_of(one)), f"{entry.path}?")
    return None


def _has(person: Entry, identifier: Json) -> bool:
    wanted = identifier.get("system"), identifier.get("value")
    return wanted in {(one.get("system"), one.get("value")) for one in person.resource.get("identifier", [])}


def _is_no_person(subject: str) -> bool:
    return subject.startswith(("Group/", "Device/", "Location/", "Practitioner/", "Organization/"))


def _is_modified(value: Any) -> bool:
    """True if a modifier extension stands anywhere in it."""
    if isinstance(value, dict):
        return "modifierExtension" in value or any(map(_is_modified, value.values()))
    return isinstance(value, list) and any(map(_is_modified, value))


def _newest_versions(read: Iterable[Entry]) -> list[Entry]:
    """Each resource once, checked: a prefetch may hold the same one under several keys, or an older version of it.

    An id is one resource's on one server; an entry that names no server is taken for that of the only one named.
    """
    alike: dict[object, list[Entry]] = {}
    for entry in read:
        id = entry.resource.get("id")
        alike.setdefault((entry.kind, id) if isinstance(id, str) and id else entry.path, []).append(entry)
    found = []
    for entries_ in alike.values():
        servers = {_server(entry) for entry in entries_} - {""}
        for server in sorted(servers) if len(servers) > 1 else [None]:
            versions = [entry for entry in entries_ if server in (None, _server(entry))]
            found.append(checked(max(reversed(versions), key=_version)))
    return found


def _server(entry: Entry) -> str:
    """Where an entry with an absolute address comes from; "" for any other."""
    url = (entry.url or "").partition("/_history/")[0]
    return url.rpartition(f"/{entry.kind}/")[0] if "://" in url else ""


def _version(entry: Entry) -> tuple[float, int]:
    """When a version was made, and its number; what a resource does not say is oldest."""
    meta = entry.resource.get("meta")
    said = meta if isinstance(meta, dict) else {}
    updated, number = said.get("lastUpdated"), str(said.get("versionId", ""))
    made = instant(updated) if isinstance(updated, str) else None
    counted = number.isdecimal() and len(number) <= _LONGEST_VERSION
    return (made.timestamp() if made else float("-inf")), (int(number) if counted else -1)


def _count(counts: dict[str, int], reason: str) -> None:
    counts[reason] = counts.get(reason, 0) + 1
