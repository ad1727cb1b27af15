"""The way in: a FHIR record, a typed form or free text to a PatientContext."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pydantic

from copilot.deid.known import known_of
from copilot.deid.types import Known
from copilot.patient.context import context, utc_today
from copilot.patient.entries import is_fhir
from copilot.patient.errors import NoteWithheld, WrongForm
from copilot.patient.form import cleaned
from copilot.patient.record import record
from copilot.patient.story import told
from copilot.patient.terms import Deidentify, Terms
from copilot.schema import PatientContext


class Arrival(NamedTuple):
    """A patient as the walk takes one: the context, and who is who in the record, for the gates around the walk."""

    context: PatientContext
    known: Known


def arrive(document: Any, deidentify: Deidentify | None = None) -> Arrival:
    """`from_document`, together with the identifiers that the record itself states. Raises what that raises."""
    known = known_of(document) if is_fhir(document) else Known()
    return Arrival(from_document(document, deidentify), known)


def from_document(
    document: Any, deidentify: Deidentify | None = None, *, today: date | None = None, patient: str | None = None
) -> PatientContext:
    """The context of a FHIR R4 Bundle, resource or CDS Hooks prefetch, or of the typed form.

    Args:
        document: parsed JSON.
        deidentify: the text path; without it, words that no public code stands for are left out.
        today: the day ages and staleness refer to.
        patient: the FHIR id of the patient, where the record holds several.

    Raises:
        NotFhir, WrongFhirVersion, WrongShape, CyclicReferences, WhichPatient, OtherPatient, WrongForm.
    """
    if is_fhir(document):
        return context(record(document, patient), Terms(known_of(document), deidentify), today or utc_today())
    try:
        form = PatientContext.model_validate(document)
    except pydantic.ValidationError as error:
        raise WrongForm(f"The patient form is wrong in: {_fields(error)}.") from None
    return cleaned(form, deidentify) if deidentify else form


def from_text(text: str, deidentify: Deidentify, known: Known | None = None) -> PatientContext:
    """The context of a note: its de-identified text, and the age and sex it states.

    Raises:
        NoteWithheld: the text path does not vouch for it.
    """
    result = deidentify(text, known or Known())
    if result.verdict != "pass":
        raise NoteWithheld(
            f"The note was not accepted ({result.verdict}): something in it may still identify a person.",
            next_step="Remove names, dates and numbers by hand, or give the typed form.",
        )
    return told(result.text)


def _fields(error: pydantic.ValidationError) -> str:
    """Where the faults are. A step that is not a field's name is the caller's word and is not repeated."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    steps = [f["loc"][:-1] if f["type"] == "extra_forbidden" else f["loc"] for f in faults]
    return ", ".join(dict.fromkeys(".".join(map(str, one)) or "the document" for one in steps))
