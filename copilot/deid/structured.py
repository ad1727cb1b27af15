"""The structured path: a FHIR document or an OMOP row without what identifies, by an allow-list of elements.

What the lists under `allow/` do not name is dropped: unknown elements and resources, every extension, narrative,
contained files. 45 CFR 164.514(b)(2)(i).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from copilot.deid.allowlist import Table, fhir, omop
from copilot.deid.display import is_plain
from copilot.deid.known import known_of
from copilot.deid.mentions import Mentions
from copilot.deid.systems import is_code, public
from copilot.deid.types import Known
from retrieval.errors import BadInput

OLDEST = 90
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_STANDARD = re.compile(r"[a-z][a-z0-9/+.-]{0,40}|[<>]=?")
"""Codes of FHIR's own required value sets, media types and comparators."""
_UNIT = re.compile(r"[\w%/\[\]{}().*^°'+-]{1,30}")
_REGION = re.compile(r"[A-Z]{2,3}")
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d+)?")
_OWN_CONCEPTS = 2_000_000_000
"""From this concept id on a site numbers its own concepts (OMOP convention)."""


class Transform(Protocol):
    """The keyed changes of one patient, consistent over everything that is his or hers."""

    def shift(self, day: str) -> str | None:
        """ "YYYY", "YYYY-MM" or "YYYY-MM-DD" moved by the patient's offset, as fine or coarser."""

    def pseudonym(self, id: str) -> str:
        """One pseudonym for one id: 1 to 64 letters, digits, "-" and "."."""

    def text(self, text: str) -> str | None:
        """The text path; None where it withholds the text."""

    def zip3(self, postal_code: str) -> str | None:
        """The first three digits, "000" for the sparsely populated areas."""


def deidentify_bundle(bundle: dict[str, Any], transform: Transform, today: date) -> dict[str, Any]:
    """A FHIR Bundle or resource as the allow-list lets it pass; {} where that is nothing.

    Args:
        bundle: parsed JSON; need not be valid FHIR.
        transform: the patient's keyed changes.
        today: the day ages refer to.

    Raises:
        BadInput: resources are contained in each other more deeply than any record needs.
    """
    try:
        return _Path(known_of(bundle), transform, today, fhir()).resource(bundle) or {}
    except RecursionError:
        raise BadInput("The FHIR document is nested too deeply.") from None


def deidentify_row(
    table: str,
    row: Mapping[str, Any],
    transform: Transform,
    today: date,
    known: Known = Known(),  # noqa: B008  (frozen)
) -> dict[str, Any]:
    """An OMOP CDM row as the allow-list lets it pass; {} for a table not listed. Column names may be in any case."""
    columns = {str(column).lower(): value for column, value in row.items() if value not in (None, "")}
    return _Path(known or Known(), transform, today, omop()).members(columns, table.lower())


class _Path:
    """One document on its way through."""

    def __init__(self, known: Known, transform: Transform, today: date, tables: Mapping[str, Table]) -> None:
        self._mentions, self._transform, self._today, self._tables = Mentions(known), transform, today, tables

    def resource(self, value: Any) -> dict[str, Any] | None:
        """A resource of a type that has a table; None for any other."""
        kind = value.get("resourceType") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in self._tables:
            return None
        return {"resourceType": kind, **self.members(value, kind)}

    def members(self, value: dict[str, Any], table: str) -> dict[str, Any]:
        """The elements that the table names and that something is left of."""
        actions = self._tables.get(table, {})
        if "code" in actions and "system" in actions and not is_code(value.get("system"), value.get("code")):
            actions = {key: _UNCODED.get(action, action) for key, action in actions.items() if key not in _CODE}
        passed = {
            key: kept
            for key, action in actions.items()
            if key in value and (kept := self._element(value[key], action, key)) not in (None, {}, [])
        }
        # an entry without its resource, an attachment without its content, say nothing
        return {} if table in _HOLLOW and _HOLLOW[table] not in passed else passed

    def _element(self, value: Any, action: str, key: str) -> Any:
        if isinstance(value, list):
            items = [self._element(one, action, key) for one in value if not isinstance(one, list)]
            return [item for item in items if item not in (None, {}, [])]
        if action == "Resource":
            return self.resource(value)
        if action in self._tables:
            return self.members(value, action) if isinstance(value, dict) else None
        kept = self._primitive(value, action, key)
        return None if kept is not None and self._mentions.found(str(kept)) else kept

    def _primitive(self, value: Any, action: str, key: str) -> Any:
        if action in ("keep", "generalise") and isinstance(value, bool | int | float):
            return value if action == "keep" or isinstance(value, bool) else self._capped(value, key)
        if action == "concept":
            return _standard_concept(value)
        if not isinstance(value, str):
            return self._transform.pseudonym(str(value)) if action == "pseudonym" and isinstance(value, int) else None
        match action:
            case "keep":
                return value if _STANDARD.fullmatch(value) or _NUMBER.fullmatch(value) else None
            case "code":
                return value
            case "system":
                return value if public(value) else None
            case "unit":
                return value if _UNIT.fullmatch(value) else None
            case "shift":
                return self._shifted(value)
            case "pseudonym":
                return self._pseudonym(value)
            case "generalise":
                return self._general(value, key)
            case "display" if is_plain(value) and not self._mentions.found(value):
                return value
            case "text" | "display":
                return self._transform.text(value)
            case "data":
                return self._attachment(value)
        return None

    def _shifted(self, value: str) -> str | None:
        """The day, shifted; none from a time that tells an age over 89."""
        day = _DATE.match(value)
        if day is None or self._today.year - int(day[0][:4]) >= OLDEST:
            return None
        return self._transform.shift(day[0])

    def _pseudonym(self, value: str) -> str:
        """One pseudonym for "7", "Patient/7", "urn:uuid:7" and "https://ehr.test/fhir/Patient/7/_history/2"."""
        value = value.partition("/_history/")[0]
        if value.startswith("urn:uuid:"):
            return f"urn:uuid:{self._transform.pseudonym(value.removeprefix('urn:uuid:'))}"
        if value.startswith("#"):
            return f"#{self._transform.pseudonym(value[1:])}"
        *before, id = value.rstrip("/").split("/")
        kind = before[-1] if before and before[-1] in self._tables else None
        pseudonym = self._transform.pseudonym(id)
        return f"{kind}/{pseudonym}" if kind else pseudonym

    def _general(self, value: str, key: str) -> Any:
        match key:
            case "birthDate":
                return (shifted := self._shifted(value)) and shifted[:4]
            case "postalCode" | "zip":
                return self._transform.zip3(value)
            case "year_of_birth" if value.isdigit():
                return self._capped(int(value), key)
        return value if _REGION.fullmatch(value) else None

    def _capped(self, value: float, key: str) -> float | None:
        if key == "year_of_birth":
            return value if self._today.year - value < OLDEST else None
        return min(value, OLDEST)

    def _attachment(self, data: str) -> str | None:
        try:
            text = base64.b64decode(data, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            return None  # an image, a scan, a PDF: nothing here can read who stands in it
        clean = self._transform.text(text)
        if clean is None or self._mentions.found(clean):
            return None
        return base64.b64encode(clean.encode()).decode()


_CODE = ("system", "code")
_UNCODED = {"display": "text"}
_HOLLOW = {"Bundle.entry": "resource", "Attachment": "data", "DocumentReference.content": "attachment"}


def _standard_concept(value: Any) -> int | None:
    number = int(float(value)) if isinstance(value, int | float) or _NUMBER.fullmatch(str(value)) else None
    return number if number is not None and 0 <= number < _OWN_CONCEPTS else None
