"""The words at the edges of a hit that announce an identifier and are none: titles, labels, degrees, articles."""

from __future__ import annotations

import re
from dataclasses import replace

from copilot.deid.hits import Hit
from copilot.deid.types import Label

_TITLES = (
    r"mr|mrs|ms|miss|mx|master|messrs|drs?|dra|doctor|prof|professor|rev|reverend|fr|monsignor"
    r"|rabbi|nurse|captain|capt|commander|cmdr|colonel|col|sgt|cpl|lt|pte|officer|garda|herr|frau|fru|mme|mlle"
    r"|sra?|srta|señora?|doña|signora?|sig|avv|ing|lic|hajia|hajiya|alhaji|oga|aling|kuya|smt|shri"
    r"|aunt|auntie|aunty|uncle|gogo|guardian|flatmate|neighbou?r|endoscopist|counsellor|pt|patient"
    r"|tech|hubby|agent|chaplain|encik"
)
"""Not sir, dame, lord and lady, by which hospitals are named as often as people, nor what is a given name as well:
porter, judge, deacon, pastor, imam."""
_GREETINGS = r"dear|hi|hey|hello|hiya|sincerely|warmly|regards|thanks|thx|cheers|i['’]m"
_DEGREES = (
    r"m\.?d|mbbs|mbchb|r\.?n|rpn|aprn|crnp|fnp|np|pmhnp|pa-c|pharmd|rph|bscpt|lcsw|msw|esq|ph\.?d|frcp|frcs|mrcp"
)
_LABELS = (
    r"mrn|nhs|nhi|chi|uhid|urn|hcn|phn|phin|bsn|dni|cnic|amka|nhc|cpms|mdcn|gmc|cad|curp|pesel|ramq|lot|pps|pid"
    r"|folder|dob|d\.o\.b|asst|hosp"
)
_GAP = r"[\s.:,;/|(&-]+"
_BLANK = r"[\s.:;/|(&-]+"
"""Behind a title stands no comma: "NURSE, GRACE" is a surname."""
_LEADING: dict[Label, re.Pattern[str]] = {
    "NAME": re.compile(rf"(?:(?:(?:{_TITLES})\b{_BLANK}|(?:{_GREETINGS}|{_LABELS})\b{_GAP}))+", re.IGNORECASE),
    "DATE": re.compile(r"(?:(?:of|til|till|until|due|dos|rtn)\s+)+", re.IGNORECASE),
    "FACILITY": re.compile(r"(?:(?:for|at|in|to|from|frm|local)\s+)+", re.IGNORECASE),
}
_TRAILING: dict[Label, re.Pattern[str]] = {
    "NAME": re.compile(rf"(?:{_GAP}(?:{_DEGREES}|{_LABELS}))+$", re.IGNORECASE),
    "CITY": re.compile(r"(?:\s+(?:on|in|at|for|with|and|of|to))+$"),
    "AGE": re.compile(r"(?<=\d)(?!(?:st|nd|rd|th|['’]?s)\b)(?:[-\s]*[A-Za-z/.]+)+$"),  # its unit, and the sex
}
_CODES = ("MRN", "HEALTHPLAN", "ACCOUNT", "LICENSE", "DEVICE", "ID", "PHONE", "FAX")
_BEFORE_CODE = re.compile(
    rf"(?:{_LABELS}|ic|id|cc|no|nr|n[°ºo]|ext)\b\.?[\s:#.]+(?=\S*\d\S*(?:\s\S*\d\S*)*$)", re.IGNORECASE
)
_LEAST_DIGITS = 4


def cut(text: str, hit: Hit) -> Hit:
    """The hit without them; as it is where nothing else would be left."""
    found = text[hit.start : hit.end]
    start, end = 0, len(found)
    if hit.label in _CODES:
        if (label := _BEFORE_CODE.match(found)) and _digits(found[label.end() :]) >= _LEAST_DIGITS:
            start = label.end()
    else:
        if (leading := _LEADING.get(hit.label)) and (match := leading.match(found)):
            start = match.end()
        if (trailing := _TRAILING.get(hit.label)) and (match := trailing.search(found)):
            end = match.start()
    if not any(c.isalnum() for c in found[start:end]):
        return hit
    return replace(hit, start=hit.start + start, end=hit.start + end)


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)
