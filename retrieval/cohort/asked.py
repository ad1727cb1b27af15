"""What a question asks of a cohort: who is meant, what happens to them, against whom, within which time."""

from __future__ import annotations

import re
from typing import Literal

from retrieval.cohort.concepts import Doubtful, Resolved, Resolver, Unknown, meanings_of
from retrieval.evidence import Frozen

Special = Literal["death", "readmission"]

_OUTCOME = re.compile(
    r"(?:\b(?:risks?|rates?|chances?|probability|likelihood|incidence|odds|frequency|hazard|proportion|number|episodes?)"
    r"\s+(?:of|for)|\bdevelop(?:s|ing)?|\bget(?:s|ting)?|\bhad|\bsuffer(?:s|ing)?(?:\s+from)?|\bcauses?|\bleads?\s+to"
    r"|\bpredicts?|\bprogress(?:es)?\s+to|\bexperience[sd]?|\bhow\s+often\s+(?:is|does|do))"
    r"(?:\s+(?:a|an|the|any|new|first|another|recurrent|incident|subsequent|major|acute))*\s*$",
    re.IGNORECASE,
)
"""What stands right before an outcome."""
_AGAINST = re.compile(
    r"\b(?:vs\.?|versus|compared\s+(?:with|to)|rather\s+than|instead\s+of|than(?:\s+(?:with|on|after))?)\s*$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(\d{1,3}|one|two|three|five|six|ten|twelve|thirty|ninety)[\s-]*(day|week|month|year)s?\b(?![\s-]*old)",
    re.IGNORECASE,
)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "five": 5, "six": 6, "ten": 10, "twelve": 12, "thirty": 30, "ninety": 90}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_SPECIALS: tuple[Special, ...] = ("death", "readmission")
_DEFAULT: dict[Special | None, int] = {"readmission": 30, "death": 365, None: 365}


class Asked(Frozen):
    """A question as far as a cohort can answer it.

    `index` is None where the question names no one: the patient's own condition takes its place. `doubtful` and
    `unknown` hold what could not be taken for a concept; neither is guessed.
    """

    outcome: Resolved | None = None
    special: Special | None = None
    index: Resolved | None = None
    against: Resolved | None = None
    days: int
    doubtful: tuple[Doubtful, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    @property
    def asks(self) -> bool:
        """True if an outcome was understood."""
        return self.outcome is not None or self.special is not None


def read(question: str, resolver: Resolver) -> Asked:
    """Reads `question` with the terms of `resolver`. The first outcome counts; what follows it is who is meant."""
    doubtful, unknown = list[Doubtful](), list[Unknown]()
    outcome: Resolved | None = None
    special: Special | None = None
    others = list[tuple[int, Resolved]]()
    for start, end, found in resolver.mentions(question):
        before = question[:start]
        name = _special(question[start:end])
        if name is not None:
            special = special or (name if outcome is None else None)
        elif isinstance(found, Doubtful):
            doubtful.append(found)
        elif isinstance(found, Unknown):
            unknown.append(found)
        elif outcome is None and special is None and _OUTCOME.search(before):
            outcome = found
        else:
            others.append((start, found))
    against = next((found for start, found in others if _AGAINST.search(question[:start])), None)
    index = next((found for _, found in others if found != against and found != outcome), None)
    return Asked(
        outcome=outcome,
        special=special,
        index=index,
        against=against,
        days=window(question) or _DEFAULT[special],
        doubtful=tuple(doubtful),
        unknown=tuple(unknown),
    )


def window(question: str) -> int | None:
    """Days of the time window that a question names ("within 5 years": 1,825), or None."""
    if not (match := _TIME.search(question)):
        return None
    number = _NUMBERS.get(match[1].lower()) or int(match[1])
    return number * _DAYS[match[2].lower()]


def _special(term: str) -> Special | None:
    return next((name for name in _SPECIALS for names in meanings_of(term) if names[0] == name), None)
