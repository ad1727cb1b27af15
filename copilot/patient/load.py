"""Bytes to a JSON object, with every way in which that fails as a typed error that quotes nothing."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from pathlib import Path
from typing import Any, NoReturn

from copilot.patient.errors import RecordTooLarge, RecordUnreadable

MAX_BYTES = 32 * 1024 * 1024
"""Largest record that is read, unpacked. Parsed it takes about ten times that in memory."""

_GZIP = b"\x1f\x8b"
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read_file(path: Path) -> Any:
    """The JSON value in a file, plain or gzip.

    Raises:
        RecordUnreadable, RecordTooLarge.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RecordUnreadable(f"The file could not be read ({type(error).__name__}).") from None
    return parse(data)


def read_note(path: Path) -> str:
    """The text of a note. Raises RecordUnreadable, RecordTooLarge."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RecordUnreadable(f"The file could not be read ({type(error).__name__}).") from None
    if len(data) > MAX_BYTES:
        _too_large()
    return _text(data)


def parse(data: bytes) -> Any:
    """The JSON value of `data`: UTF-8, with or without a byte order mark, plain or gzip.

    Raises:
        RecordUnreadable, RecordTooLarge. Neither carries a cause: those of the parsers quote the document.
    """
    data = _unpacked(data)
    if len(data) > MAX_BYTES:
        _too_large()
    try:
        value = json.loads(_text(data), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise RecordUnreadable(
            f"The record is not valid JSON at {where}.", next_step="Export it again as FHIR JSON."
        ) from None
    except RecursionError:
        raise RecordUnreadable("The record is nested too deeply to be a FHIR document.") from None
    except ValueError:  # an integer of thousands of digits
        raise RecordUnreadable("The record holds a number that no clinical value can have.") from None
    return value


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    try:
        with gzip.open(io.BytesIO(data)) as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise RecordUnreadable(
            "The record looks like gzip, but cannot be unpacked.", next_step="Send it whole, or uncompressed."
        ) from None


def _text(data: bytes) -> str:
    if (other := _OTHER_ENCODINGS.get(data[:2])) is not None:
        raise RecordUnreadable(f"The record is {other}.", next_step="FHIR JSON is UTF-8: convert it first.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordUnreadable(
            f"The record is not valid UTF-8 at byte {error.start}.",
            next_step="FHIR JSON is UTF-8; two encodings in one file cannot be told apart.",
        ) from None
    if "\0" in text or "\\u0000" in text:
        raise RecordUnreadable("The record holds a null character, which FHIR forbids.")
    return text


def _no_number(_: str) -> NoReturn:
    raise RecordUnreadable("The record holds NaN or Infinity, which JSON does not know.")


def _too_large() -> NoReturn:
    raise RecordTooLarge(
        f"The record is larger than {MAX_BYTES // 2**20} MiB.",
        next_step="Ask for the conditions, medications, allergies, encounters and recent observations only.",
    )
