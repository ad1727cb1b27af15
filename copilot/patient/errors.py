"""What can be wrong with a patient record. Messages name places and counts, never a value."""

from __future__ import annotations

from retrieval.errors import BadInput


class RecordUnreadable(BadInput):
    """The bytes are no JSON document: encoding, compression, syntax, nesting, null characters."""


class RecordTooLarge(BadInput):
    """The record, unpacked, is larger than is read."""


class NotFhir(BadInput):
    """A JSON document, but no FHIR R4 resource, Bundle or CDS Hooks prefetch."""


class WrongFhirVersion(BadInput):
    """The shape of another FHIR version: it may mean something else, so it is not guessed at."""


class WrongShape(BadInput):
    """A resource breaks the FHIR R4 schema at the place that is named."""


class CyclicReferences(BadInput):
    """Resources that are parts of themselves."""


class WhichPatient(BadInput):
    """The record holds several patients and nothing says which one is meant."""


class OtherPatient(BadInput):
    """An entry is about another patient than the rest of the record: mixing two people is never safe."""


class WrongForm(BadInput):
    """The typed patient form has a field that is unknown or out of range."""


class NoteWithheld(BadInput):
    """A free text that the text path does not let pass."""
