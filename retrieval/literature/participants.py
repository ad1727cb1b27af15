"""How many people a study was done on, where its abstract says so plainly."""

from __future__ import annotations

import re

LARGEST = 100_000_000
"""More people than any study has had: a larger number means something else."""

_NUMBER = r"(?P<n>[1-9]\d{0,2}(?:[,\u00a0\u2009\u202f ]\d{3})+|[1-9]\d*)(?!\d|[.,]\d|%)"
_PEOPLE = (
    r"(?:patients|participants|subjects|individuals|people|persons|adults|women|men|males|females|children"
    r"|adolescents|infants|neonates|newborns|volunteers|respondents|survivors|students|veterans|residents|pregnancies"
    r"|smokers|nonsmokers|workers|staff|nurses|physicians|clinicians|caregivers|athletes|employees|controls|cases"
    r"|members|households)"
)
# words that may stand between a number and the people it counts: "1,204 hospitalised adult patients"
_NOT_BETWEEN = (
    r"(?!(?:years?|months?|weeks?|days?|hours?|min|mg|g|kg|ml|studies|trials|articles|reports|hospitals|cent(?:er|re)s"
    r"|clinics|countries|sites|times|and|or|of|to|in|with|from|per|million|billion|percent|aged|old|out|screened|invited|eligible|healthy)\b)"
)
_COUNTED = rf"(?<![\w.,/^-]){_NUMBER}\s+(?:{_NOT_BETWEEN}[A-Za-z-]+\s+){{0,3}}{_PEOPLE}\b"
_VERB = (
    r"(?:enrol(?:l)?ed|included|recruited|randomi[sz]ed|randomly|analy[sz]ed|studied|evaluated|examined|assessed"
    r"|identified|investigated|followed|reviewed|surveyed|participated|completed|assigned|comprised|comprising|tested"
    r"|interviewed|underwent|undergoing|treated|responded|consented|developed)"
)

_SAMPLE = re.compile(
    rf"\b[Nn]\s?=\s?{_NUMBER}(?!\s*(?:studies|trials|articles|papers|hospitals|mice|rats|samples|cells|eyes))"
)
_PATTERNS = [
    re.compile(rf"{_COUNTED}[^.;]{{0,60}}?\b(?:were|was|had been|have been|who)?\s*{_VERB}\b"),
    re.compile(
        rf"\b(?:{_VERB}|total of|sample of|cohort of|group of|data (?:from|of|on|for)|involving|with|among"
        r"|[Oo]f|in|from)\s+"
        rf"(?:a total of |data (?:from|on) |the )?{_COUNTED}"
    ),
    re.compile(rf"\b{_PEOPLE} (?:were|included|comprised|consisted of)\s+{_NUMBER}(?=\s+[a-z])"),
    re.compile(rf"\b{_PEOPLE} \([Nn]\s?=\s?{_NUMBER}\)"),
    re.compile(rf"(?:^|[.:\n]\s*)(?:A total of |Overall, |In total, |Altogether, )?{_COUNTED}", re.IGNORECASE),
]
_GROUP = (
    rf"{_NUMBER}\s+(?:[A-Za-z-]+\s+){{0,4}}"
    r"(?:patients|cases|women|men|children|participants|smokers|adults|subjects)"
)
_OTHERS = r"(?:[A-Za-z-]+\s+){0,4}(?:controls?|non-?smokers|volunteers|patients with|healthy|newborns without)\b"
_PAIRS = [
    re.compile(
        rf"(?<![\w.,/^-]){_GROUP}\b[^.;()]{{0,60}}?\b(?:and|versus|vs\.?|compared (?:to|with))\s+(?:the )?"
        rf"{_NUMBER.replace('?P<n>', '?P<m>')}\s+{_OTHERS}"
    ),
    re.compile(
        rf"\([^()]*?\b[Nn]\s?=\s?{_NUMBER}\)[^.;]{{0,120}}?\b(?:and|versus|vs\.?|or)\b[^.;]{{0,80}}?"
        rf"\([^()]*?\b[Nn]\s?=\s?{_NUMBER.replace('?P<n>', '?P<m>')}\b"
    ),
]
"""Two groups, whose sum is the sample where no total is given."""
_RATE = re.compile(r"\b(?:per|every|each|out of|in every|1 in|one in)\s*$", re.IGNORECASE)
_CALENDAR = re.compile(r"\b(?:in|since|from|until|during|year|between|and|to|by|of|before|after)\s*$", re.IGNORECASE)
_NOT_THE_STUDY = re.compile(
    r"(?:BACKGROUND|INTRODUCTION|CONTEXT|IMPORTANCE|CONCLUSIONS?|DISCUSSION|INTERPRETATION)[^:]*: "
)


_SMALL = dict(
    zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True),
)
_TEENS = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        range(10, 20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_UNDER_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_SMALL)}))?|{'|'.join(_TEENS)}|{'|'.join(_SMALL)})"
_SPELT = re.compile(
    rf"\b(?:(?:(?P<hundreds>{'|'.join(_SMALL)}) hundred)(?:(?: and)? (?P<rest>{_UNDER_100}))?"
    rf"|(?P<below>{_UNDER_100}))\b",
    re.IGNORECASE,
)


def figures(text: str) -> str:
    """`text` with numbers from ten on in figures: "one hundred and fifty patients" becomes "150 patients"."""
    return _SPELT.sub(_figure, text)


def _figure(found: re.Match[str]) -> str:
    said = [found["rest"] or "", found["below"] or ""]
    value = _SMALL.get((found["hundreds"] or "").lower(), 0) * 100
    value += sum({**_SMALL, **_TEENS, **_TENS}.get(word, 0) for word in re.split(r"[- ]", " ".join(said).lower()))
    return str(value) if value >= _TEENS["ten"] else found[0]


def participants(text: str) -> int | None:
    """The largest number that the abstract plainly gives as people studied; None where it gives none.

    Rates ("per 100,000 people"), years ("in 2019 patients …"), animals and counts of studies are not people studied.
    """
    lines = [figures(line) for line in text.split("\n") if not _NOT_THE_STUDY.match(line)]
    # "n = 7" counts people only where people are spoken of
    patterns = [_SAMPLE, *_PATTERNS] if re.search(rf"\b{_PEOPLE}\b", text, re.IGNORECASE) else []
    counts = [
        count
        for line in lines
        for pattern in patterns
        for found in pattern.finditer(line)
        if (count := _count(line, found)) is not None
    ]
    total = max(counts, default=None)
    pairs = [
        sorted(map(_whole, found.group("n", "m"))) for line in lines for one in _PAIRS for found in one.finditer(line)
    ]
    return next((sum(pair) for pair in pairs if patterns and (total is None or total in pair)), total)


def _whole(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


def _count(line: str, found: re.Match[str]) -> int | None:
    digits = found["n"]
    before = line[: found.start("n")]
    count = _whole(digits)
    if _RATE.search(before) or count > LARGEST:
        return None
    if digits.isdecimal() and 1900 <= count <= 2100 and _CALENDAR.search(before):
        return None
    return count
