"""CodeableConcepts to terms: the code of a public system, and words in which nobody is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from copilot.deid.display import LONGEST, is_plain
from copilot.deid.mentions import Mentions
from copilot.deid.systems import is_code, public
from copilot.deid.types import Deidentified, Known
from copilot.patient.entries import Json

Deidentify = Callable[[str, Known], Deidentified]
"""The text path: a text and who is known in its record, to the text without them."""


class Term(TypedDict):
    """The fields of a `schema.Coded`."""

    text: str
    system: str | None
    code: str | None


class Terms:
    """Reads terms of one record. `withheld` counts words that were left out because they may name someone."""

    def __init__(self, known: Known, deidentify: Deidentify | None) -> None:
        self._known, self._deidentify = known, deidentify
        self._mentions = Mentions(known)
        self._free: dict[str, str | None] = {}
        self.withheld = 0

    def term(self, concept: Json | None) -> Term | None:
        """The first coding of a public system, or else the words; None if nothing can be said."""
        if not concept:
            return None
        codings = concept.get("coding", [])
        coding = next((one for one in codings if is_code(one.get("system"), one.get("code"))), None)
        said = [concept.get("text"), *(one.get("display") for one in codings)]
        if coding is None:
            text = next((clean for one in said if one and (clean := self.free(one))), None)
            return {"text": text, "system": None, "code": None} if text else None
        system, code = coding["system"], coding["code"]
        if self._mentions.found(code):
            return None
        text = self.shown(coding.get("display")) or next((c for one in said if one and (c := self.free(one))), None)
        known = public(system)
        assert known is not None
        return {"text": text or f"{known.name} {code}", "system": system, "code": code}

    def shown(self, display: str | None) -> str | None:
        """The words of a public code, unless they hold a known name: then the code has to do."""
        if not display:
            return None
        if not is_plain(display) or self._mentions.found(display):
            self.withheld += 1
            return None
        return " ".join(display.split())

    def free(self, text: str) -> str | None:
        """Words someone typed, if the text path finds nobody in them; None otherwise, and without a text path."""
        if text not in self._free:
            self._free[text] = self._cleaned(text)
            self.withheld += self._free[text] is None
        return self._free[text]

    def _cleaned(self, text: str) -> str | None:
        if self._deidentify is None or len(text) > LONGEST or self._mentions.found(text):
            return None
        result = self._deidentify(text, self._known)
        return " ".join(text.split()) if result.verdict != "withhold" and not result.spans else None
