"""The text path of this installation, for doors: opened when the first text needs it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.deid.types import Deidentified, Known
from copilot.settings import settings

if TYPE_CHECKING:
    from copilot.deid.text import Deidentifier


def deidentify(text: str, known: Known) -> Deidentified:
    """`Deidentifier.text` of the process's settings. Raises KeyUnreadable."""
    return _open(settings().home).text(text, known)


@cache
def _open(_home: Path) -> Deidentifier:
    # Its models take seconds to import; a record of codes alone never needs them.
    from copilot.deid.text import Deidentifier

    return Deidentifier.of(settings())
