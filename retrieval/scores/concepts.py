"""Conditions and drugs that scores ask about, as codes and names. The table is concepts.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_SNOMED_TAG = re.compile(r" \((?:disorder|finding|procedure|situation)\)$")
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Concept:
    """What means one condition or drug class.

    `icd10`, `atc`: prefixes; `snomed`: codes; `names`: the whole text of an entry, lower case; `ingredients`: words
    in the name of a drug. `history`: an event counts also when it is over. `needs`: counts only beside this concept.
    """

    icd10: tuple[str, ...]
    snomed: tuple[str, ...]
    names: tuple[str, ...]
    ingredients: tuple[str, ...]
    atc: tuple[str, ...]
    history: bool
    needs: str | None

    def is_condition(self, system: str | None, code: str | None, text: str) -> bool:
        """True for a condition with one of the codes; by its name only where it has no code."""
        if code is None:
            return _SNOMED_TAG.sub("", text).casefold() in self.names
        if system and "icd-10" in system:
            plain = code.upper().replace(".", "")
            return bool(self.icd10) and plain.startswith(self.icd10)
        return system == "http://snomed.info/sct" and code in self.snomed

    def is_drug(self, system: str | None, code: str | None, text: str) -> bool:
        """True for a drug of this class: by ATC code, or by an ingredient in its name (RxNorm names hold it)."""
        if system == "http://www.whocc.no/atc" and code:
            return bool(self.atc) and code.startswith(self.atc)
        return not set(self.ingredients).isdisjoint(_WORD.findall(text.casefold()))


@cache
def concepts() -> Mapping[str, Concept]:
    """Name -> concept."""
    table = tomllib.loads(files("retrieval.scores").joinpath("concepts.toml").read_text("utf-8"))
    return {name: _concept(name, row) for name, row in table.items()}


def _concept(name: str, row: Mapping[str, Any]) -> Concept:
    return Concept(
        icd10=tuple(code.replace(".", "") for code in row.get("icd10", ())),
        snomed=tuple(row.get("snomed", ())),
        names=(name.casefold(), *row.get("names", ())),
        ingredients=tuple(row.get("ingredients", ())),
        atc=tuple(row.get("atc", ())),
        history=row.get("history", False),
        needs=row.get("needs"),
    )
