"""The keyed changes of one patient for the structured path: the same key, shift and text path as for notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from copilot.deid.keys import derive
from copilot.deid.shift import DateMode, weeks_back
from copilot.deid.types import Deidentified, Known
from copilot.deid.zip3 import zip3


class KeyedTransform:
    """A `structured.Transform`.

    Args:
        key: the project's.
        patient: the id under which notes of the same patient are de-identified.
        deidentify: the text path.
        known: who is known in the patient's record.
        mode: dates shifted by whole weeks, or years alone.
    """

    def __init__(
        self,
        key: bytes,
        patient: str,
        deidentify: Callable[[str, Known], Deidentified],
        known: Known,
        mode: DateMode = "shift",
    ) -> None:
        self._key, self._deidentify, self._known, self._mode = key, deidentify, known, mode
        self._back = timedelta(weeks=weeks_back(key, patient))

    def shift(self, day: str) -> str | None:
        """The day some weeks earlier, as finely written; a year alone stays: it is no finer than the rule allows."""
        if self._mode == "year_only" or len(day) == 4:
            return day[:4]
        try:
            moved = date.fromisoformat(day if len(day) == 10 else f"{day}-15") - self._back
        except (ValueError, OverflowError):
            return None
        return moved.isoformat()[: len(day)]

    def pseudonym(self, id: str) -> str:
        """32 hexadecimal digits, the same for one id all over the project."""
        return derive(self._key, "id", id).hex()[:32]

    def text(self, text: str) -> str | None:
        """The text path's result, where it passes."""
        result = self._deidentify(text, self._known)
        return result.text if result.verdict == "pass" else None

    def zip3(self, postal_code: str) -> str | None:
        """Three digits; None for a code that is no ZIP code."""
        digits = zip3(postal_code)[:3]
        return digits if digits.isdigit() else None
