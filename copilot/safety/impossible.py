"""Values that no living person has, and shares, counts and days that cannot be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

_NUMBER = r"(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_LINK = (
    r"(?:\s+(?:of|is|was|are|at|to|as|now|only|just|above|below|about|over|rises?|rose|reached|came|comes|back|returned"
    r"|reads?|shows?|has|had|been|measured|fell|dropped|climbed|up|down|today|yesterday|went|got|\w+ing))*\s*[:=]?\s*"
)
"""What may stand between the name of a value and its number."""

_NO_COUNT = (
    r"(?!\s*(?:%|percent|[/°]|-|to\s+\d|or\s+(?:more|less|above|below|higher|lower)|h\b|hours?|days?|weeks?|months?|years?"
    r"|min(?:ute)?s?\b|points?|fold|times|patients|mg|ml|mmol|units?|st\b|nd\b|rd\b|th\b))(?!\d)"
)
"""Behind the number of a score, which has no unit: no time, no difference, no range."""


class _Range(NamedTuple):
    patterns: list[re.Pattern[str]]
    not_after: re.Pattern[str] | None
    low: float
    high: float
    said: str


@lru_cache
def _ranges() -> list[_Range]:
    table = tomllib.loads(files("copilot.safety").joinpath("values.toml").read_text(encoding="utf-8"))
    return [
        _Range(
            list(_patterns(entry)),
            re.compile(entry["not_after"], re.IGNORECASE) if "not_after" in entry else None,
            entry["low"],
            entry["high"],
            entry["said"],
        )
        for entry in table.values()
    ]


def _patterns(entry: dict[str, Any]) -> Iterator[re.Pattern[str]]:
    unit = rf"\s*-?(?:{entry['unit']})(?![\w/])" if "unit" in entry else ""
    name = rf"(?<!\w)(?:{entry['name']})(?!\w)"
    if unit:
        yield re.compile(name + _LINK + _NUMBER + unit, re.IGNORECASE)
        yield re.compile(rf"(?<![\d.,/]){_NUMBER}{unit}[\s,]*(?:of\s+)?{name}", re.IGNORECASE)
    if entry.get("bare"):
        alone = r"(?!\s*(?:%|percent|[\w/°]))" if unit else _NO_COUNT
        yield re.compile(name + _LINK + _NUMBER + alone + r"(?![.,]?\d)", re.IGNORECASE)


_PERSON = (
    r"(?:he|she|i|patient|man|woman|lady|gentleman|male|female|person|mother|father|grand(?:mother|father|ma|pa)|wife"
    r"|husband|boy|girl|child|resident|somebody|someone|adult)"
)
_YEARS = r"\s*-?\s*(?:years?|yrs?|y/?o?)\b(?!\s*(?:ago|later|of follow|survival|period|history|data|before|after))"
_NO_AGE = r"(?!\s*(?:days|weeks|months|hours|minutes))"
_AGES = [
    re.compile(rf"\b{_PERSON}\b[^.?!;\d]{{0,25}}(?<![\d.,/-]){_NUMBER}{_YEARS}", re.IGNORECASE),
    re.compile(rf"(?<![\d.,/-]){_NUMBER}{_YEARS}(?:\s*-?\s*old)?\s+(?:[a-z]+\s+){{0,2}}?{_PERSON}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:turn(?:ed|s)|aged|at the age of)\s+{_NUMBER}\b{_NO_AGE}",
        re.IGNORECASE,
    ),
]
_OLDEST = 125
_PAIR = re.compile(r"\b(?:BP|blood pressure|pressure)\b[^.?!;\d]{0,20}(\d{2,4})\s*/\s*(\d{2,4})\b", re.IGNORECASE)
_HIGHEST = 400
_NO_SHARE = r"(?!\s*(?:higher|lower|more|greater|increase))"
_SHARE = re.compile(
    r"\b(?:risk|probability|chance|sensitivity|specificity|prevalence|mortality|survival|saturation|sats?|adherence)"
    rf"(?: of \w+)?(?:\s+(?:is|was|of|at|=|:|came|out|as))+\s*{_NUMBER}\s*(?:%|percent\b){_NO_SHARE}",
    re.IGNORECASE,
)
_A_DAY = re.compile(rf"{_NUMBER}\s*hours?\s+(?:a|per|each|every)\s+day\b", re.IGNORECASE)
_BELOW_ZERO = re.compile(
    r"\b(?:aged?|potassium|sodium|platelets?|troponin|glucose|creatinine|INR|heart rate|pulse|height|bmi"
    r"|child(?:ren)?|son|daughter|patient|weighs?|white (?:blood )?cells?|ferritin|crp)\b"
    r"(?:\s+(?:of|is|was|are|at|with|has|had|count|level))*"
    r"(?:(?:\s|[:=]\s?)[-−]\d+(?![\w-])|\s+minus\s+(?:\d+|one|two|three|four|five)\b)"
    r"|\bminus (?:one|two|three|\d+) (?:pregnanc|child|kidney|operation|year)",
    re.IGNORECASE,
)
_SINGLE = r"(?:hearts|livers|prostates|brains|bladders|pancreases|wombs)"
_ORGANS = re.compile(
    rf"\b(?:has|have|had|with|his|her|my|the)\s+(?:\w+\s+)?(?:two|three|four|five|six|\d+)\s+{_SINGLE}\b"
    r"|\b(?:has|have|had|with)\s+(?:(?:[6-9]|\d{2,})|seven|eight|nine|ten|twelve)\s+kidneys\b"
    r"|\b(?:left|right) (?:uterus|bladder|pancreas|womb)\b"
    r"(?! (?:wall|neck|side|part|tumou?r|mass|cancer))|\bhis (?:\w+ )?(?:uterus|womb|ovary|ovaries)\b",
    re.IGNORECASE,
)
_HOURS = 24


def _are_years(one: int, other: int) -> bool:
    """ "blood pressure in 2019/2020", "in 2019/20"."""
    return 1900 <= one <= 2100 and (other - one == 1 or other == (one + 1) % 100)


def impossible_value(question: str) -> str | None:
    """What cannot be, in a sentence; None if every value can be."""
    return next(filter(None, _found(question)), None)


def _found(question: str) -> Iterator[str | None]:
    for pattern in _AGES:
        for match in pattern.finditer(question):
            if _value(match) > _OLDEST:
                yield f"No person is {match['value']} years old."
    for match in _PAIR.finditer(question):
        upper, lower = int(match[1]), int(match[2])
        if (upper > _HIGHEST or lower > upper) and not _are_years(upper, lower):
            yield f"A blood pressure of {upper}/{lower} mmHg is not possible."
    for match in _SHARE.finditer(question):
        if _value(match) > 100:
            yield f"A share is at most 100%, not {match['value']}%."
    for match in _A_DAY.finditer(question):
        if _value(match) > _HOURS:
            yield f"A day has 24 hours, not {match['value']}."
    if below := _BELOW_ZERO.search(question):
        yield f"“{below.group()}” cannot be below zero."
    if organs := _ORGANS.search(question):
        yield f"“{organs.group()}”: nobody has such organs."
    for entry in _ranges():
        yield _outside(question, entry)


def _outside(question: str, entry: _Range) -> str | None:
    for pattern in entry.patterns:
        for match in pattern.finditer(question):
            around = question[max(0, match.start() - 30) : match.start()], question[match.end() : match.end() + 25]
            if entry.not_after and any(map(entry.not_after.search, around)):
                continue
            if not entry.low <= _value(match) <= entry.high:
                return entry.said.format(value=match["value"])
    return None


def _value(match: re.Match[str]) -> float:
    return float(match["value"].replace(",", ""))
