"""Free text, already de-identified, to a context: the note, the age and sex it opens with, what it plainly names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from copilot.schema import MOST, Condition, Medication, PatientContext
from retrieval.cohort.concepts import aliases_in
from retrieval.sentences import split

_AGE = re.compile(r"\b(\d{1,3})[ -]?(?:years?[ -]old|y(?:ear)?s?/?o\b|yo\b|[- ]?year[- ]old)", re.IGNORECASE)
_SEXES: tuple[tuple[Literal["female", "male"], re.Pattern[str]], ...] = (
    ("female", re.compile(r"\b(?:woman|female|lady|girl)\b", re.IGNORECASE)),
    ("male", re.compile(r"\b(?:man|male|gentleman|boy)\b", re.IGNORECASE)),
)
_NOT_HIS = re.compile(
    r"\b(?:no|not|denies|denied|without|negative for|rule[sd]? out|r/o|free of|never|unlikely|possible|query|risk of"
    r"|family history|fhx?|mother|father|brother|sister|wife|husband|allerg\w+|screen\w* for|stopped|held|avoid)\b"
    r"[^.;]{0,60}$",
    re.IGNORECASE,
)
"""What before a term, in the same clause, makes it absent, doubtful, past use, or somebody else's."""


def told(note: str) -> PatientContext:
    """A context with the note, age, sex, and the conditions and drugs that the note names without a doubt.

    Where the text speaks of both sexes, neither is taken. A term that could mean two things is left out.
    """
    ages = {int(found[1]) for found in _AGE.finditer(note)}
    sexes = [sex for sex, pattern in _SEXES if pattern.search(note)]
    years = ages.pop() if len(ages) == 1 else None
    named = dict.fromkeys(_named(note))
    return PatientContext(
        age=years if years is not None and years <= 130 else None,
        sex=sexes[0] if len(sexes) == 1 else None,
        conditions=[Condition(text=name) for name, kind in named if kind == "conditions"][:MOST],
        medications=[Medication(text=name) for name, kind in named if kind == "drugs"][:MOST],
        note=note[:20_000],
    )


def _named(note: str) -> Iterator[tuple[str, str]]:
    """(name, kind) of the terms that are stated of the patient."""
    for start, end in split(note):
        sentence = note[start:end]
        for at, _, meaning in aliases_in(sentence):
            if not _NOT_HIS.search(sentence[:at]):
                yield meaning
