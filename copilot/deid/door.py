"""De-identification with an installation's key and models, for doors: opened when the first text needs it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot.deid.changes import DeidentifiedRecord
from copilot.deid.keys import project_key
from copilot.deid.shift import DateMode
from copilot.deid.types import Deidentified, Known
from copilot.settings import Settings, settings

if TYPE_CHECKING:
    from copilot.deid.text import Deidentifier


def deidentify(text: str, known: Known) -> Deidentified:
    """`Deidentifier.text` of the process's settings. Raises KeyUnreadable."""
    return deidentifier(settings()).text(text, known)


def deidentify_fhir(document: Any, mode: DateMode, chosen: Settings) -> DeidentifiedRecord:
    """`deidentify_record` with the key and models of `chosen`. Raises KeyUnreadable, and what that raises."""
    from copilot.deid.record import deidentify_record  # FHIR's models take a second to import

    return deidentify_record(
        document,
        lambda text, known, about: deidentifier(chosen, mode).text(text, known, about.patient, about.sex),
        project_key(chosen.home),
        mode,
        date.today(),
    )


def deidentifier(chosen: Settings, mode: DateMode = "shift") -> Deidentifier:
    """The text path of an installation; one for each folder and mode. Raises KeyUnreadable."""
    return _open(chosen.home, mode)


@cache
def _open(home: Path, mode: DateMode) -> Deidentifier:
    # Its models take seconds to import; a record of codes alone never needs them.
    from copilot.deid.text import Deidentifier

    return Deidentifier.of(settings().model_copy(update={"home": home}), mode)
