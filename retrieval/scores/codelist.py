"""Diagnoses as an input: a list of ICD-10 codes, whole or as far as it is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from retrieval.scores import errors
from retrieval.scores.known import LEAST, MOST, AtLeast, Known, Value, exact


@dataclass(frozen=True)
class CodeList:
    """Diagnoses as ICD-10 codes, with or without the dot."""

    name: str
    label: str

    @property
    def range(self) -> str:
        return "a list of ICD-10 codes"

    def ends(self, known: Known | None) -> Iterator[tuple[Value, str]]:
        """Nothing to name: the range of the score says it."""
        yield from ()

    def read(self, raw: Any) -> Known:
        """`raw` is a list of codes, or {"at_least": [...]} where there may be more. Raises WrongValue."""
        partial = isinstance(raw, dict) and raw.keys() == {"at_least"}
        codes = raw["at_least"] if partial else raw
        if not isinstance(codes, list) or not all(isinstance(code, str) and _is_icd10(code) for code in codes):
            raise errors.WrongValue(f"{errors.named(self.name, self.label)} is a list of ICD-10 codes.", (self.name,))
        plain = frozenset(code.strip().upper().replace(".", "") for code in codes)
        return AtLeast(plain) if partial else plain

    def candidates(self, known: Known | None, knots: tuple[float, ...]) -> Iterator[Value]:
        """The codes that are known, with the further ones that give the lowest and the highest score."""
        if known is not None and not isinstance(known, AtLeast):
            yield exact(known)
            return
        codes = known.codes if known is not None else frozenset[str]()
        yield from (codes | {LEAST}, codes | {MOST})


def _is_icd10(code: str) -> bool:
    plain = code.strip().upper().replace(".", "")
    return 3 <= len(plain) <= 7 and plain[0].isalpha() and plain[1].isdigit() and plain.isalnum() and plain.isascii()
