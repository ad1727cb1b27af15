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
    r"|family history|fhx?|mother|father|parents?|brother|sister|siblings?|son|daughter|aunt|uncle|cousins?"
    r"|nephew|niece|grand\w+|wife|husband|partner|allerg\w+|screen\w* for|exclu\w+"
    r"|absence of|stopped|discontinued|held|avoid)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
"""What before a term, in the same clause, makes it absent, doubtful, past use, or somebody else's."""
_NOT_SO = re.compile(
    r"^[^.;,]{0,40}?(?:\b(?:ruled out|excluded|denied|absent|unlikely|negative|stopped|discontinued|ceased|withheld"
    r"|on hold)\b|\bin (?:his|her|their|the|a) (?:\w+ )?(?:mother|father|parents?|brother|sister|son|daughter|aunt"
    r"|uncle|cousin|grand\w+|family)\b)|^\s*[:=–-]\s*(?:no|none|nil|denie[sd]|negative|absent)\b",
    re.IGNORECASE,
)
"""What behind a term, in the same clause, does."""


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
        for at, upto, meaning in aliases_in(sentence):
            if not _NOT_HIS.search(sentence[:at]) and not _NOT_SO.search(sentence[upto:]):
                yield meaning
