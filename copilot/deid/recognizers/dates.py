"""Dates in every written form; a year alone may stand (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.recognizers.months import DAY, MONTH, MONTH_ABROAD, MONTH_NUMBER, SCANNED_MONTH, YEAR, YEAR4
from copilot.deid.types import Label

_I = re.IGNORECASE
_ORDINAL = (
    r"(?:thirty[- ]first|thirtieth|twenty[- ](?:first|second|third|fourth"
    r"|fifth|sixth|seventh|eighth|ninth)|twentieth|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth|thirteenth|fourteenth|fifteenth|"
    r"sixteenth|seventeenth|eighteenth|nineteenth)"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY_WORD = rf"(?:{DAY}(?:st|nd|rd|th)?|{_ORDINAL})"
_TAIL = rf"(?:,?\s*(?:of\s+)?{YEAR4}|,?\s+['’]\d\d)"
_SPOKEN_YEAR = r"(?:,?\s+(?:nineteen|twenty)[- ](?:[a-z]+)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)"
_HOLIDAY = (
    r"(?:christmas(?: eve| day)?|thanksgiving(?: day)?|easter(?: sunday)?"
    r"|new year['’]?s(?: eve| day)?|halloween|labor day|"
    r"memorial day|independence day|fourth of july|valentine['’]?s day|veterans "
    r"day|mother['’]?s day|father['’]?s day|"
    r"boxing day|palm sunday|good friday|ash wednesday|shrove tuesday|mardi gras|whit monday|passover|rosh hashanah"
    r"|eid(?: al-(?:fitr|adha))?|guy fawkes(?: night| day)?|bonfire night|canada day|australia day|anzac day"
    r"|bastille day|juneteenth|lunar new year|chinese new year|all saints['’]? day|epiphany"
    r"|xmas(?: eve| day)?|hogmanay|burns night|mothering sunday|whit sunday|whitsun|waitangi day"
    r"|labour (?:day|weekend)|(?:king|queen)['’]?s birthday|family day|flag day|victoria day"
    r"|remembrance (?:day|sunday)|armistice day|all (?:saints|souls)|twelfth night|candlemas|michaelmas|lammas"
    r"|ferragosto|nowruz|navratri|pongal|vesak"
    r"|semana santa|holy week|melbourne cup day|martin luther king day|cinco de mayo|kwanzaa|maundy thursday"
    r"|pancake day|groundhog day|st\.? (?:david|george|andrew|stephen|brigid)['’]?s day"
    r"|st\.? patrick['’]?s day|mlk day|presidents['’]? day|columbus day|diwali|hanukkah|yom kippur|ramadan)"
)
_WORD_TO_12 = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_WORD_TO_31 = (
    rf"(?:(?:twenty|thirty)[- ](?:one|two|three|four|five|six|seven|eight|nine)|twenty|thirty|{_WORD_TO_12}"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_WORD_YEAR = (
    r"(?:nineteen\s+(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)|twenty\s+(?:ten|eleven|twelve|twenty))"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
)
_ROMAN = r"(?:x?i{1,3}|i?[vx]|vi{1,3})"
_ON_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?"
_NO_FRACTION = r"(?<![\w./-])"
_END = r"(?![\w/]|[.-]\d)"
_FRACTION_BEFORE = re.compile(
    r"(?:strength|power|motor|pain|score|scored|scores|rated|rating|grade"
    r"|murmur|apgars?|gcs|reflex(?:es)?|pulses?|bp|ratio|"
    r"vision|acuity|va|od|os|ou|level|scale|severity|intensity|nodes?|cores?"
    r"|dtrs?|stage|orientation|questions?|moca|mmse|phq|"
    r"gad|timi|sofa|curb|positive|criteria|mallampati|nyha|edema"
    r"|half|approximately|"
    r"hyperreflexia|contractions?|blasts?|ratings?)\b[^\n.;]{0,14}$",
    _I,
)
_FRACTION_AFTER = re.compile(
    r"\s*(?:pain|strength|murmur|systolic|diastolic|sem|tabs?|tablets?|cups?"
    r"|in\s+(?:severity|intensity|all|the)\b|bilateral(?:ly)?|"
    r"throughout|edema|hpf|cores?|nodes?|lns?|positive|criteria|points?"
    r"|extremit|reflex|power|motor|dose|pills?|of\s+(?:the|a)|"
    r"mg|ml|ns|pack|ppd|inch|mile|days|times|sirs|blood|bottles?|sets?|lymph"
    r"|at\s+(?:worst|rest)|on\s+(?:the|right|left)|"
    r"upper|lower|dorsiflexion|grip|flexion|extension|life|normal|%)",
    _I,
)
_CUE = re.compile(
    r"(?:\b(?:on|since|from|until|till|dated?|by|by:|before|after|seen|admit(?:ted)?"
    r"|adm|d/c(?:['’]?d)?|discharged?|last|next|started|"
    r"labs?|as\s+of|through|thru|between|and|to|f/u|follow-?up|due|visit"
    r"|surgery|echo|ct|mri|x-?ray|cxr|ekg|ecg|colonoscopy|"
    r"mammogram|biopsy|culture|cultures|bcx|procedure|appt|appointment|encounter"
    r"|time\s+\d{4}|dob|born|d:|t:|dd|dt|doa|dos|lmp|edd|edc|hospitali[sz]ation|"
    r"effective|exp(?:ires)?|rev(?:ised)?|updated|filled|clinic|note|delivery"
    r"|week|stress|cath|pft|egd|h&p|begun|fitted|placed|inserted|performed|called|telephone|taken|reviewed|presented"
    r"|stopped|increased|decreased|changed|held|given|done|drawn|collected|received|signed|verified|home|round|shift"
    r"|meeting\s+of|transferred|compared\s+with)\s*[:(]?\s*|^|\n\s*|[(\[])$",
    _I,
)
_SMALL = frozenset({4, 5, 6, 10, 12})
_PARTS = frozenset({40, 52})
"""Weeks of a pregnancy, and of a year: "3/52" is three weeks."""
_BORN = re.compile(r"\b(?:born|dob|d\.o\.b\.?)\W*$", _I)


_FORMS: tuple[tuple[Label, re.Pattern[str]], ...] = tuple(
    ("DATE", re.compile(pattern, _I))
    for pattern in (
        rf"(?<![\d./-]){YEAR4}[-/.]{MONTH_NUMBER}[-/.]{DAY}(?:T\d\d(?::?\d\d){{0,2}}(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?(?=[^\d/-]|$)",
        rf"(?<![\d./-]){MONTH_NUMBER}\s?([-/.])\s?{DAY}\s?\1\s?{YEAR}(?![\d/]|-\d)",
        rf"(?<![\d./-]){DAY}([-/.]){MONTH_NUMBER}\1{YEAR}(?![\d/]|-\d)",
        (
            rf"(?<![\w.-])(?:{DAY}[-/. ]?{MONTH}\.?[-/., ]?\s?{YEAR}|{MONTH}\.?[-/]{DAY}[-/]{YEAR}"
            rf"|{YEAR4}[-/. ]?{MONTH}[-/. ]?{DAY})(?!\w)"
        ),
        (
            rf"\b{_WEEKDAY}{MONTH}\.?\s+(?:the\s+)?{_DAY_WORD}(?!\d|\s?(?:mg|mcg"
            rf"|ml|%|/\d|:\d|patients|days|weeks|months))(?:{_TAIL}|{_SPOKEN_YEAR})?(?!\w)"
        ),
        (
            rf"\b{_WEEKDAY}(?:the\s+)?(?:{_DAY_WORD}\s?(?:-|–|to|and)\s?)?{_DAY_WORD}\s+(?:day\s+)?(?:"
            rf"of\s+)?{MONTH}\b\.?(?:{_TAIL}|{_SPOKEN_YEAR})?"
        ),
        rf"\b{MONTH}\.?,?\s+(?:of\s+)?(?:{YEAR4}|['’]\d\d)\b",
        rf"{_NO_FRACTION}{MONTH_NUMBER}[/-](?:19|20)\d\d{_END}",
        rf"(?<![\w-]){_HOLIDAY}(?:,?\s+{YEAR4})?(?![\w-]|\s+(?:disease|island|factor|hospital))",
        r"(?-i:\b(?:Lent|Tet|CNY|Onam|Holi|Undas|Shavuot|Sukkot|Purim|NYE)\b)",
        rf"(?<![\w/])[\dOolISB]{{1,2}}\s(?:{MONTH}|{SCANNED_MONTH})\.?,?\s[12l][\dOolISB]{{3}}(?!\w)",
        rf"(?<!\w){SCANNED_MONTH}\.?\s+[\dOolISB]{{1,2}}(?:st|nd|rd|th)?,?\s+[12l][\dOolISB]{{3}}(?!\w)",
        (
            rf"\b(?:dob|d\.o\.b\.?|born|birth\s?date|date\s+of\s+birth)\s*(?:on\s+)?[:=]?\s*"
            rf"(?P<x>\d{{1,2}}[ .-]\d{{1,2}}[ .-](?:{YEAR4}|\d\d))(?![\w/-])"
        ),
        rf"(?<![\w./-]){DAY}([-/.]){_ROMAN}\1(?:{YEAR4}|\d\d)(?![\w/])",
        rf"(?<![\w./-]){DAY}/{MONTH_NUMBER}-{YEAR4}(?![\w/])",
        rf"(?<![\w./-])(?:{MONTH_NUMBER} {DAY}|{DAY} {MONTH_NUMBER}) (?:19|20)\d\d(?![\w/-])",
        rf"(?<![\w.-]){DAY}(?:\. |[-/]?){MONTH}\b(?:\s{YEAR4}\b)?(?![-/]\w)",
        rf"(?<![\w.-])(?!oct-4|sept?-){MONTH}[-/.](?:\d\d(?:[-/.](?:{YEAR4}|\d\d))?)(?![\w/-])",
        rf"\b{MONTH}\.?\s+{DAY}\s?[-–]\s?{DAY}(?!\d|\s?%){_TAIL}?(?!\w)",
        rf"{_NO_FRACTION}{MONTH_NUMBER}/{DAY}\s?[-–]\s?{DAY}/(?:{YEAR4}|\d\d)(?![\w/])",
        rf"\b{_ON_DAY}\s+(?P<x>(?:{MONTH_NUMBER}[/.-]{DAY}|{DAY}[/.-]{MONTH_NUMBER})(?:[/.-](?:{YEAR4}|\d\d))?)(?![\w/-])",
        rf"\b{_ON_DAY}\s+(?:the\s+)?{DAY}(?:st|nd|rd|th)\b",
        rf"\b(?P<x>{DAY}(?:st|nd|rd|th))\s+(?:[ap]m|morning|evening|night|afternoon)\b",
        rf"\b(?:on|since|until|till?|by|before|after|from|due)\s+(?P<x>the\s+{DAY}(?:st|nd|rd|th))"
        r"(?=[.,;:?!)\n]|\s+(?:and|she|he|at|with|for|to|but|then)\b|$)",
        rf"(?<![\w.-]){DAY}\.?(?:\s+(?:de|di|of))?\s+{MONTH_ABROAD}\b(?:\s+(?:de\s+)?{YEAR4})?",
        rf"\b(?P<x>day\s+{DAY}\s+of\s+{MONTH})\b",
        rf"\b(?:early|mid|late)-(?P<x>{MONTH})\b",
        rf"\b(?:labs|bloods|dated)\s+(?P<x>{MONTH_NUMBER}\.{DAY})(?![\w.]|\s?(?:mg|mmol|g/|%))",
        rf"\b{_WORD_TO_12}\s+{_WORD_TO_31}\s+{_WORD_YEAR}\b",
        (
            rf"\b(?:born\s+in|dob|birth\s*(?:year|date)|date\s+of\s+birth|year\s+of\s+birth"
            rf"|yob)\s*[:=]?\s*(?P<x>{YEAR4})\b(?![-/]\d)"
        ),
    )
)


class Dates(Patterns):
    """Day, month and year in any order and script; month and year; month and day; holidays."""

    labels: ClassVar[tuple[Label, ...]] = ("DATE",)
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = (
        *_FORMS,
        (
            "DATE",
            re.compile(
                r"\b(?:[Ii]n|[Ss]ince|[Ll]ast|[Tt]his|[Nn]ext|[Ee]arly|[Ll]ate|[Mm]id-?"
                r"|[Uu]ntil|[Bb]y|[Tt]hrough|[Ff]rom|[Oo]f|[Dd]uring|[Tt]ill|[Bb]efore"
                r"|[Aa]fter)\s+"
                r"(?P<x>(?:January|February|March|April|May|June|July|August|September|October|November|December))\b"
                r"(?!\s+(?:\d{1,2}\b|[A-Z]))"
            ),
        ),
        (
            "DATE",
            re.compile(
                r"\b(?:in|since|last|until) (?P<x>january|february|march|april|june"
                r"|july|august|september|october|november|december)\b(?! to\b)"
            ),
        ),
        (
            "DATE",
            re.compile(r"(?<![\w/])(?=(?:[^\d\s]*\d){3})[\dOolISB]{1,2}/[\dOolISB]{1,2}/[\dOolISB]{2,4}(?![\w/])"),
        ),
        (
            "DATE",
            re.compile(
                rf"\b(?:on|dated|seen|dos|doa|admitted|(?:next|last)\s+\w+|cpa|mdt|clinic|review|appt|due|bloods|labs)\s+"
                rf"(?P<x>(?:1[3-9]|2\d|3[01])/{MONTH_NUMBER}){_END}",
                _I,
            ),
        ),
        (
            "DATE",
            re.compile(
                rf"{_NO_FRACTION}(?P<x>{MONTH_NUMBER}/{DAY}\s?(?:-|–|to|thru)\s?{MONTH_NUMBER}/{DAY}(?:/{YEAR}"
                rf")?){_END}"
            ),
        ),
        ("DATE", re.compile(rf"{_NO_FRACTION}(?P<x>{MONTH_NUMBER}/(?:{DAY}|['’]?\d\d)){_END}")),
    )

    def holds(self, text: str, match: re.Match[str]) -> bool:
        found = match["x"] if "x" in match.re.groupindex else match[0]
        if "/" in found and found.count("/") == 1 and len(found) <= 6 and not found[-4:].isdigit():
            start = match.start("x" if "x" in match.re.groupindex else 0)
            return found[0].isalpha() or _is_short_date(text, start, start + len(found))
        if found.count("/") >= 2 and re.search(r"[-–]|to|thru", found) and not re.match(r"\d+[-/]\d+[-/]\d", found):
            return not _FRACTION_BEFORE.search(text[max(0, match.start() - 30) : match.start()])
        if found.lower().startswith(("may ", "mar ", "march ")) and found[0].islower():
            if re.search(rf"\b(?!first|second|third){_ORDINAL}\b", found, _I):
                return True
            return any(c.isdigit() for c in found)  # "may first try" is a verb and an adverb
        return not re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{1,2}|\d-\d-\d{2}|\d{1,2}\s-\s.*", found) or _cued(
            text, match.start()
        )


def _cued(text: str, start: int) -> bool:
    return _CUE.search(text[max(0, start - 24) : start]) is not None


def _is_short_date(text: str, start: int, end: int) -> bool:
    """m/d or m/yy rather than a fraction, score or strength."""
    before = text[max(0, start - 30) : start]
    first, _, second = text[start:end].partition("/")
    number = int(second.strip("'’"))
    if number in _PARTS and not _BORN.search(before):
        return False
    if _cued(text, start) and not _FRACTION_AFTER.match(text, end):
        return not (number in _SMALL and _FRACTION_BEFORE.search(before))
    if _FRACTION_BEFORE.search(before) or _FRACTION_AFTER.match(text, end):
        return False
    if re.search(r"\d\s$", before):  # "1 1/2"
        return False
    return number != int(first) or re.search(r"[.\n]\s*$", before) is not None
