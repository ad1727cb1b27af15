"""The gate at the index writer: documents that are a patient's text stay out, published literature is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from copilot.deid.gate import Gate, Identifying
from copilot.deid.recognizers.base import Recognizer
from copilot.deid.recognizers.headers import Headers
from copilot.deid.recognizers.ids import LabelledIds
from copilot.deid.recognizers.ssn import SocialSecurity
from copilot.deid.types import Label
from retrieval.literature.load import load
from retrieval.record import Record

_NUMBERS = frozenset[Label](("MRN", "SSN", "HEALTHPLAN", "ACCOUNT"))
"""Labelled numbers that only a record of care holds. Telephone numbers and names stand in every protocol."""
_OF_PATIENT = re.compile(r"\b(?:patient|pt|client|resident|name|surname)\b[^:=|\n]{0,20}[:=|\t]\s*$", re.IGNORECASE)
_BORN = re.compile(r"\b(?:dob|date of birth|born(?: on)?)\b[ :.\t]*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b", re.IGNORECASE)


class PatientTexts:
    """Refuses records of a document in which a patient is named; see `look`. `refused`: document -> its number.

    Args:
        gate: looks for identifiers that are already known; none by default.
    """

    fingerprint = "patient texts 1"
    """Names the rules: an interrupted build goes on only under the same ones."""

    def __init__(self, gate: Gate | None = None) -> None:
        self._gate = gate
        self.refused: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def look(self, sources: Sequence[str]) -> None:
        """Reads each `documents:` source whole, for a section does not show what the next one says of its patient.

        Documents are numbered in the order in which they are read: a name may itself name somebody.

        Raises:
            BadInput: as `load` does.
        """
        for source in sources:
            if source.startswith("documents:"):
                records = (item for item in load(source) if isinstance(item, Record) and item.kind == "document")
                for name, parts in groupby(records, lambda record: document(record.id)):
                    self._numbers[name] = len(self._numbers) + 1
                    if names_a_patient(f"{part.title}\n{part.text}" for part in parts):
                        self._refuse(name)

    def __call__(self, record: Record) -> Record | None:
        """The record, or None to keep it out of the index."""
        if record.kind in ("literature", "guideline"):
            return record
        if document(record.id) in self.refused or not self._passes(record):
            self._refuse(document(record.id))
            return None
        return record

    def _refuse(self, name: str) -> None:
        self.refused[name] = self._numbers.get(name, 0)

    def _passes(self, record: Record) -> bool:
        try:
            if self._gate is not None:
                self._gate.check(f"{record.id}\n{record.title}\n{record.text}")
        except Identifying:
            return False
        return True


def names_a_patient(texts: Iterable[str]) -> bool:
    """True if the texts of one document hold a patient's number, or a field with her name, or her birth date."""
    for text in texts:
        if _BORN.search(text):
            return True
        if any(label in _NUMBERS for reader in _NUMBER_READERS for _, _, label in reader.find(text)):
            return True
        if any(
            text[start].isupper() and _OF_PATIENT.search(text[:start][-40:]) for start, _, _ in _HEADERS.find(text)
        ):
            return True
    return False


def document(id: str) -> str:
    """The document that a record is a part of: "letters/a.txt" for "doc:letters/a.txt#part-2"."""
    return id.removeprefix("doc:").partition("#")[0]


_HEADERS = Headers()
_NUMBER_READERS: tuple[Recognizer, ...] = (LabelledIds(), SocialSecurity())
