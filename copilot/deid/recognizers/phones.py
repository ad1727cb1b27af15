"""Telephone, fax and pager numbers."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.recognizers.units import is_measurement
from copilot.deid.types import Label

_I = re.IGNORECASE
_EXT = r"(?:[\s,;]*(?:x|ext\.?|extension)\s?:?\s?\d{1,6})?"
_NANP = (
    rf"(?<![\w.-])(?:(?:\+|00)?1[-. ]{{1,2}}|\+1|001-)?(?:\(\s?\d{{3}}\s?\)[-. "
    rf"]?|\d{{3}}[-./ ])\s?\d{{3}}[-. ]\s?\d{{4}}(?!\d){_EXT}"
)
_PHONE = (
    r"(?:telephone|phone|tel|cell(?:ular)?|mobile|pager|beeper|pgr|call(?:ed"
    r"|back)?|contact|home|work|office|ph|ext(?:ension)?|voicemail|text"
    r"|reach(?:ed)?(?:\s+\w+){0,2}\s+at)"
)
_FAX = r"(?:fax(?:ed)?(?:\s+to)?|facsimile|telefax)"
_VALUE = rf"(?P<x>[+(]?\d(?:[\d() ./-]{{2,18}})\d(?!\d){_EXT})"
_GAP = r"\s*(?:number|no\.?|#|is|was|at|to)?\s*[:#.(]{0,2}\s*"


class Phones(Patterns):
    """North American, international and labelled numbers. Fax first, so that its label wins over the shape."""

    labels: ClassVar[tuple[Label, ...]] = ("PHONE", "FAX")
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = (
        ("FAX", re.compile(rf"\b{_FAX}{_GAP}{_VALUE}", _I)),
        ("PHONE", re.compile(_NANP, _I)),
        ("PHONE", re.compile(rf"\b{_PHONE}(?:\s*\(\w+\))?{_GAP}(?P<x>[+(]?\d[\d() ./-]{{3,18}}\d(?!\d){_EXT})", _I)),
        (
            "PHONE",
            re.compile(
                (
                    r"\b(?:pager|beeper|beep|bleep|bp\#|dect|pgr|ext(?:ension)?\.?|vocera|spectralink)\s*(?:number"
                    r"|no\.?|is|at)?\s*[:#]?\s*(?P<x>[x#]?\d{3,7})\b"
                ),
                _I,
            ),
        ),
        ("PHONE", re.compile(r"(?<![\w.-])\+\d{1,3}[ .\n-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .\n-]?\d){5,12}(?![\w])")),
        ("PHONE", re.compile(rf"(?<![\w./-])\(?0\d{{2,4}}\)?[ -]\d{{3,4}}[ -]?\d{{3,4}}(?![\w/-]){_EXT}", _I)),
        ("PHONE", re.compile(rf"(?<![\w./-])\(\d{{2,5}}\)[ -]?\d{{3,4}}[ -]\d{{3,4}}(?![\w/-]){_EXT}", _I)),
        ("PHONE", re.compile(rf"(?<![\w./,-])\d{{3}}[-.]\d{{4}}(?![\w/-]|[.,]\d){_EXT}", _I)),
        (
            "PHONE",
            re.compile(
                r"(?m)\b(?:MD|DO|NP|RN|PA|PA-C|APRN|FACS|PhD|LCSW|CRNA)[ \t,]+(?:x|#)?(?P<x>\d{4,5})(?=[ \t]*$)"
            ),
        ),
        ("PHONE", re.compile(r"(?m)^(?:Drs?\.?|[A-Z]\.)[ \t][^\n\d]{3,40}[ \t](?P<x>\d{4,5})(?=[ \t]*$)")),
        ("PHONE", re.compile(r"\bext\.?[ \t]+(?P<x>x?(?=[\dA-Za-z-]*\d)[\dA-Za-z-]{3,6})\b", _I)),
        ("PHONE", re.compile(r"\b1?-?8(?:00|33|44|55|66|77|88)-(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{3,}(?:-[A-Z0-9]{2,})*\b")),
        ("PHONE", re.compile(r"(?<![\w./-])\d{3}[ \n]\d{3}[ \n]\d{4}(?![\w/-])")),
        (
            "PHONE",
            re.compile(
                rf"(?<![\w./-])\(?\d{{2,5}}\)?[ -]\d{{2,5}}(?:[ -]\d{{2,4}}){{1,3}}(?![\w/]|[-.,]\d){_EXT}", _I
            ),
        ),
        ("PHONE", re.compile(r"(?<![\w./-])(?<!\d )\d{3,4} \d{4}(?![\w/]|[-.,]\d| ?\d)")),
        ("PHONE", re.compile(r"(?<![\w./-])\d{2} \d{6}(?![\w/]|[-.,]\d| ?\d)")),
        (
            "PHONE",
            re.compile(
                r"(?i:\b(?:tel|phone|telephone|ph|call|fax|line|mobile"
                r"|cell)\b\.?:?)[ \t]*(?P<x>[+(]?(?=(?:[^\n\d]{0,2}\d){5})"
                r"[\dOISlB][\dOISlB() ./-]{6,18}[\dOISlB])(?!\w)"
            ),
        ),
        ("FAX", re.compile(r"(?i:\bfax)[: \t]*(?P<x>\+[\dOISlB() ./-]{7,18}[\dOISlB])(?!\w)")),
        ("PHONE", re.compile(r"(?<![\w.,/-])(?<!\d )x(?P<x>\d{4,5})\b(?<!00)(?![.,/-]?\d)")),
        ("PHONE", re.compile(r"\b[ce]xt[ \t.:]+(?P<x>x?\d{3,6})\b", _I)),
    )

    def holds(self, text: str, match: re.Match[str]) -> bool:
        start, end = match.span("x") if "x" in match.re.groupindex else match.span()
        found = text[start:end]
        digits = sum(c.isdigit() for c in found)
        if (
            re.fullmatch(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d|[\d./-]{8,10}", found)
            and digits <= 8
            and "/" in found
        ):
            return False
        if re.fullmatch(r"(?:19|20)\d\d (?:19|20)\d\d|[0-2]\d[0-5]\d [0-2]\d[0-5]\d", found):
            return False  # years, times of day
        if re.fullmatch(r"(?:\d{4}|\d\d)-\d\d-(?:\d{4}|\d\d)", found):
            return False  # a date or a chart number
        if digits < 6 and "x" not in match.re.groupindex:
            return False
        if digits <= 8:
            return (
                not is_measurement(text, start, end) and re.fullmatch(r"(?:19|20)\d\d-(?:19|20)\d\d", found) is None
            )
        return True
