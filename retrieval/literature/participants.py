"""How many people a study was done on, where its abstract says so plainly."""

from __future__ import annotations

import re

LARGEST = 100_000_000
"""More people than any study has had: a larger number means something else."""

_NUMBER = r"(?P<n>[1-9]\d{0,2}(?:[,\u00a0\u2009\u202f ]\d{3})+|[1-9]\d*)(?!\d|[.,]\d|%)"
_PEOPLE = (
    r"(?:patients|participants|subjects|individuals|people|persons|adults|women|men|males|females|children"
    r"|adolescents|infants|neonates|newborns|volunteers|respondents|survivors|students|veterans|residents|pregnancies)"
)
# words that may stand between a number and the people it counts: "1,204 hospitalised adult patients"
_NOT_BETWEEN = (
    r"(?!(?:years?|months?|weeks?|days?|hours?|min|mg|g|kg|ml|studies|trials|articles|reports|hospitals|cent(?:er|re)s"
    r"|clinics|countries|sites|times|and|or|of|to|in|with|from|per|million|billion|percent|aged|old|cases|out|screened|invited|eligible)\b)"
)
_COUNTED = rf"(?<![\w.,/^-]){_NUMBER}\s+(?:{_NOT_BETWEEN}[A-Za-z-]+\s+){{0,3}}{_PEOPLE}\b"
_VERB = (
    r"(?:enrol(?:l)?ed|included|recruited|randomi[sz]ed|randomly|analy[sz]ed|studied|evaluated|examined|assessed"
    r"|identified|investigated|followed|reviewed|surveyed|participated|completed|assigned|comprised|comprising)"
)

_SAMPLE = re.compile(
    rf"\b[Nn]\s?=\s?{_NUMBER}(?!\s*(?:studies|trials|articles|papers|hospitals|mice|rats|samples|cells|eyes))"
)
_PATTERNS = [
    re.compile(rf"{_COUNTED}[^.;]{{0,60}}?\b(?:were|was|had been|have been|who)?\s*{_VERB}\b"),
    re.compile(
        rf"\b(?:{_VERB}|total of|sample of|cohort of|group of|data (?:from|of|on|for)|involving|with|among|of|in)\s+"
        rf"(?:a total of |data (?:from|on) )?{_COUNTED}"
    ),
    re.compile(rf"(?:^|[.:\n]\s*)(?:A total of |Overall, |In total, |Altogether, )?{_COUNTED}", re.IGNORECASE),
]
_RATE = re.compile(r"\b(?:per|every|each|out of|in every|1 in|one in)\s*$", re.IGNORECASE)
_CALENDAR = re.compile(r"\b(?:in|since|from|until|during|year|between|and|to|by|of|before|after)\s*$", re.IGNORECASE)
_NOT_THE_STUDY = re.compile(
    r"(?:BACKGROUND|INTRODUCTION|CONTEXT|IMPORTANCE|CONCLUSIONS?|DISCUSSION|INTERPRETATION)[^:]*: "
)


def participants(text: str) -> int | None:
    """The largest number that the abstract plainly gives as people studied; None where it gives none.

    Rates ("per 100,000 people"), years ("in 2019 patients …"), animals and counts of studies are not people studied.
    """
    lines = [line for line in text.split("\n") if not _NOT_THE_STUDY.match(line)]
    # "n = 7" counts people only where people are spoken of
    patterns = [_SAMPLE, *_PATTERNS] if re.search(rf"\b{_PEOPLE}\b", text, re.IGNORECASE) else []
    counts = [
        count
        for line in lines
        for pattern in patterns
        for found in pattern.finditer(line)
        if (count := _count(line, found)) is not None
    ]
    return max(counts, default=None)


def _count(line: str, found: re.Match[str]) -> int | None:
    digits = found["n"]
    before = line[: found.start("n")]
    count = int(re.sub(r"\D", "", digits))
    if _RATE.search(before) or count > LARGEST:
        return None
    if digits.isdecimal() and 1900 <= count <= 2100 and _CALENDAR.search(before):
        return None
    return count
