"""OMOP CDM tables as text files: row by row through the structured path, each person's dates moved by one offset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from copilot.deid.allowlist import omop
from copilot.deid.keyed import KeyedTransform
from copilot.deid.shift import DateMode
from copilot.deid.structured import deidentify_row
from copilot.deid.types import Deidentified, Known

_IDENTIFYING = {"provider": ("provider_name", "providers"), "care_site": ("care_site_name", "facilities")}
"""Tables that pass no row, but whose names may stand in notes."""

Row = Mapping[str, str]


class NumberedTransform(KeyedTransform):
    """Pseudonyms are numbers below 2^60: the ids of the CDM are bigint columns."""

    def pseudonym(self, id: str) -> str:
        return str(int(super().pseudonym(id)[:15], 16))


def is_table(name: str) -> bool:
    """True for a table that rows may pass from."""
    return name in omop()


def is_directory(name: str) -> bool:
    """True for a table of those who cared: their names are looked for in texts."""
    return name in _IDENTIFYING


def columns(table: str, header: Iterable[str]) -> list[str]:
    """The columns of `header` that may pass, in lower case and in their order."""
    return [column for name in header if (column := name.lower()) in omop()[table]]


def names(table: str, rows: Iterable[Row]) -> Known:
    """Those who cared and where, of a table for which `is_directory` holds."""
    column, bucket = _IDENTIFYING[table]
    found = (value for row in rows for name, value in row.items() if name.lower() == column and value)
    return Known(**{bucket: tuple(dict.fromkeys(found))})


def deidentify_rows(
    table: str,
    rows: Iterable[Row],
    deidentify: Callable[[str, Known, str], Deidentified],
    project_key: bytes,
    mode: DateMode,
    today: date,
    known: Known,
) -> Iterator[dict[str, Any]]:
    """Each row as the allow-list lets it pass; `deidentify` is the text path, told the person's id.

    Raises:
        KeyError: a table for which `is_table` does not hold.
    """
    words = {column for column, action in omop()[table].items() if action == "text"}
    for row in rows:
        person = next((value for name, value in row.items() if name.lower() == "person_id"), "")
        told = known if any(value for name, value in row.items() if name.lower() in words) else Known()
        transform = NumberedTransform(project_key, person, _of(deidentify, person), told, mode)
        yield deidentify_row(table, row, transform, today, told)


def _of(deidentify: Callable[[str, Known, str], Deidentified], person: str) -> Callable[[str, Known], Deidentified]:
    return lambda text, known: deidentify(text, known, person)
