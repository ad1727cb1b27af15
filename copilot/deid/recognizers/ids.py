"""Identifiers that a label announces: whatever follows "MRN", "policy no.", "S/N" …, whatever word comes after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.types import Label
from copilot.deid.words import fold

_LABELS: dict[Label, str] = {
    "MRN": r"(?:mrn?n?|medical\s+record|med(?:ical)?\.?\s*rec(?:ord)?|m\.r\.n?\.?"
    r"|chart|health\s+record|hospital|unit\s+record|unit(?=\s*(?:number|no\b|#))|chi|uhid|urn?|pid|"
    r"patient|pt|epi|empi|ehr|emr|nhs|hosp)",
    "HEALTHPLAN": r"(?:(?:health\s*plan|insurance|policy|member(?:ship)?|subscriber|beneficiary"
    r"|group|plan|payer|payor|"
    r"coverage|medicare|medicaid|mbi|hicn?|bcbs|aetna|cigna|humana|tricare|ins|rx\s*bin|rxgrp|authorization|"
    r"prior\s+auth(?:orization)?|auth)(?:\s+(?:policy|member|group|plan|beneficiary|subscriber|card))?)",
    "ACCOUNT": (
        r"(?:account|acct|a/c|billing|invoice|guarantor\s+account|bank|routing"
        r"|iban|credit\s+card|card|claim|fin|csn|har)"
    ),
    "LICENSE": r"(?:driver'?s?\s+licen[sc]e|licen[sc]e|lic|dl|dea|npi|upin|certificate"
    r"|cert|passport|registration|permit|"
    r"national\s+provider\s+identifier|medical\s+licen[sc]e|state\s+id)",
    "VEHICLE": r"(?:licen[sc]e\s+plates?|plates?|tag|vehicle|vin|car\s+registration)",
    "DEVICE": r"(?:device|serial|sn|s/n|udi|imei|meid|model|implant|pacemaker|icd\s+serial"
    r"|generator|lead|pump|lot|ref|"
    r"catalog(?:ue)?|mac(?:\s+address)?)",
    "BIOMETRIC": (
        r"(?:biometric|finger\s?prints?|voice\s?prints?|retina(?:l)?\s+scan" r"|iris\s+scan|face\s?id|palm\s?print)"
    ),
    "ID": r"(?:accession|acc|episode|lab(?:oratory)?|referral|consent|screening|randomi[sz]ation|subject|participant"
    r"|sample|specimen|encounter|enc|visit|case|order|requisition"
    r"|study|report|document|doc|job|dictation|"
    r"confirmation|reference|transaction|ticket|badge|employee|emp|student"
    r"|staff|user(?:\s?name)?|login|caller|case\s+management|"
    r"tax|ein|itin|military|service|inmate|booking|room|bed|rm|identification|identifier|file|record|id)",
}
_NOUN = r"(?:\s*(?:number|num|nbr|no\.?|nr\.?|id(?:entifier|entification)?|code|plate|serial|#|№))"
_LINK = r"\s*(?:is|was|are|of|are:|end(?:ing|s)(?:\s+in)?|[:=#-]|\(|#|:\s*#)?\s*"
_PREFIX = r"(?:[A-Za-z]{1,3}\s(?=(?:\d{2,6}\s?){2,}(?!\w{2}))|(?-i:[A-Z]{2})\s(?=[A-Z]{1,2}\d{3}))?"
"""Letters that stand apart before groups of digits, or before a code: "ZZ 71 16 06", "TX M8817"."""
_VALUE = (
    rf"(?P<x>{_PREFIX}"
    r"(?=[A-Za-z/.*-]{0,12}\d|[*xX]{2,}\d)[A-Za-z0-9*](?:[A-Za-z0-9*]"
    r"|[-/.:](?=[A-Za-z0-9]))*(?:(?:\s\d(?!\S)){3,}|(?:\s(?=\d)\d{2,8}){0,4}))"
)
_NAMED: dict[Label, re.Pattern[str]] = {
    label: re.compile(rf"(?<![\w-]){words}{_NOUN}{{1,2}}{_LINK}{_VALUE}", re.I) for label, words in _LABELS.items()
}
_MARKED: dict[Label, re.Pattern[str]] = {
    label: re.compile(
        rf"(?<![\w-]){words}\s*(?:[:=#]|\bis\b|\bwas\b|\bend(?:ing|s)(?:\s+in)?\b)\s*[#:]?\s*{_VALUE}", re.I
    )
    for label, words in _LABELS.items()
}
_BARE_LABELS: dict[Label, str] = {
    "MRN": r"mrn|medical\s+record|chart|chi|nhs|uhid|pid|urn",
    "HEALTHPLAN": r"policy|member|subscriber|mbi|hicn|bcbs|medicare|medicaid|group",
    "ACCOUNT": r"account|acct|fin|csn|claim",
    "LICENSE": r"npi|dea|dl|passport|licen[sc]e|lic\.?",
    "VEHICLE": r"plates?|vin",
    "DEVICE": r"sn|s/n|serial|udi|imei|lot",
    "ID": r"accession|acc|badge|specimen|encounter|episode|subject|participant|id",
}
_BARE: dict[Label, re.Pattern[str]] = {
    label: re.compile(
        rf"(?<![\w-])(?:{words})\s+(?P<x>{_PREFIX}(?=[A-Za-z/-]*\d)[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*"
        r"(?:(?<!\d\d\d\d\d)\s\d{2,6})*)\b",
        re.I,
    )
    for label, words in _BARE_LABELS.items()
}
_BEHIND = re.compile(
    r"(?<![\w./-])(?P<x>(?=[A-Z/-]*\d)[A-Z0-9]+(?:[-/. ]\d+)*)"
    r"\s*\((?:mrn|(?:hospital|hosp|chart|unit|record)\s*(?:no\.?|number|#))\)",
    re.I,
)
"""The label after the number: "4488 (MRN)"."""
_BED = re.compile(
    r"(?<![\w-])(?i:bed|room|rm|bay|cubicle|bunk|cell)\s+(?P<x>\d{1,4}(?:[A-Z]|-\w{1,6})|[A-Z]-?\d{1,3}|\d{3,4})\b"
    r"(?!\s?(?:%|mg|ml|mm|cm|days?|hours?)|[./]\d)"
)
"""Where somebody lies, once the place has a letter or three figures: "bed 14B", "room 412"."""
_GLUED: dict[Label, re.Pattern[str]] = {
    "MRN": re.compile(
        r"(?<![A-Za-z])MRN?#?(?P<x>[A-Z]{0,2}\d[\d-]{3,}\d)|(?<=[^\W\d_])(?P<y>\d[\d-]{4,}\d)(?=\s+DOB)"
    ),
    "SSN": re.compile(r"(?<![A-Za-z])SSN#?(?P<x>[\d*xX][\d*xX -]{6,9}\d)"),
    "ACCOUNT": re.compile(r"(?<![A-Za-z])(?:ACCT|FIN|CSN|HAR)#?(?P<x>[A-Z]{0,3}-?\d[\d-]{3,}\d)"),
    "DATE": re.compile(
        r"(?<![A-Za-z])(?:DOB|ADM|DOA|DOS|DIS|EXP)(?P<x>\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-?\d\d-?\d\d|\d{8})"
    ),
    "PHONE": re.compile(r"(?<![A-Za-z])(?:PH|TEL|CELL|FAX):?(?P<x>[+(]?\d[\d() .-]{6,16}\d)"),
    "NAME": re.compile(
        r"(?<![A-Za-z])DR(?!ESS\b)(?P<x>(?:(?:van|von|de|del|da|di|dos|le|el|al|bin)[ -])?[A-Z]['’]?[A-Za-z]"
        r"(?:[^\W\d_]|['’-])+)\b"
        r"|(?m:^)(?P<y>[^\W\d_a-z][^\W\d_]['’.\w -]{2,40}?)(?=[A-Z]{0,2}\d[\d-]{4,}\S*\s+DOB)"
    ),
}
"""Fields run together by a lost tab: "DOB10/30/1942SSN308 52 4663 ADM20220409 DRNorris"."""
_PUBLISHED = re.compile(r"(?:NCT|ISRCTN|PMC|PMID|CVE|DRKS|ACTRN|EudraCT|CRD|(?-i:rs)|NM_|NP_|doi)[\s:]*[\d-]+", re.I)
_SHORT_VALUE = re.compile(
    r"\d{1,3}(?:\.\d+)?%?|\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?|(?:19|20)\d\d|[A-Za-z]{1,2}\d|\d[A-Za-z]{1,2}"
)
_ROOM = re.compile(r"(?:room|bed|rm)\b", re.I)
_MEASURED_DIGITS = 4
"""A labelled value of more digits is no measurement, whatever follows it."""
_MEASURE = re.compile(r"\s?(?:%|mg|mcg|ml|mmhg|units?|mm|cm|days?|weeks?|months?|years?|hours?|patients?)\b", re.I)


class LabelledIds(Recognizer):
    """Values behind a label: with a number word, with a mark, or bare where the label leaves no doubt."""

    labels: ClassVar[tuple[Label, ...]] = tuple(dict.fromkeys([*_LABELS, *_GLUED]))

    def find(self, text: str) -> Iterator[Found]:
        for glued, pattern in _GLUED.items():
            for match in pattern.finditer(text):
                if lexicon.is_vocabulary(fold(match[0])):  # "DRAIN" is no Dr Ain
                    continue
                yield *match.span("y" if "y" in pattern.groupindex and match["y"] else "x"), glued
        yield from ((*match.span("x"), "MRN") for match in _BEHIND.finditer(text))
        yield from ((*match.span("x"), "ID") for match in _BED.finditer(text))
        tables: tuple[tuple[dict[Label, re.Pattern[str]], int], ...] = ((_NAMED, 2), (_MARKED, 4), (_BARE, 4))
        for table, least in tables:
            for label, pattern in table.items():
                for match in pattern.finditer(text):
                    if self._holds(text, match, label, least):
                        yield match.start("x"), match.end("x"), label

    @staticmethod
    def _holds(text: str, match: re.Match[str], label: Label, least: int) -> bool:
        value = match["x"]
        digits = sum(c.isdigit() for c in value)
        if _PUBLISHED.match(value) or not digits:
            return False
        if digits <= _MEASURED_DIGITS and _MEASURE.match(text, match.end()):
            return False
        if least > 2 and _SHORT_VALUE.fullmatch(value) and not (label == "MRN" and "-" in value):
            return label == "ID" and _ROOM.match(match[0]) is not None and table_mark(match)
        return len(value) >= least and digits >= (1 if least == 2 else 3)


def table_mark(match: re.Match[str]) -> bool:
    """True if a mark, not a blank alone, stands between label and value."""
    between = match[0][: match.start("x") - match.start()].rstrip()
    return between.endswith((":", "#", "="))
