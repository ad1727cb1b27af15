"""Ages of 90 and more, and what gives them away (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label

_I = re.IGNORECASE
_OLD = r"(?:9\d|1[01]\d)"
_WORDS = (
    r"(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:one|a)\s+hundred(?:\s+(?:and\s+)?(?:one|two|three|four|five|six|seven"
    r"|eight|nine|ten))?)"
)
_ORDINAL = (
    r"(?:ninetieth|ninety[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|(?:one\s+)?hundredth)"
)
_NO_PERSON = re.compile(r"\b(?:temp(?:erature)?|tmax|fever|mean|median|average|range)\b[^.;\n]{0,12}$", re.IGNORECASE)
"""Words before a number that is a temperature or a statistic."""
_SOMEBODY = re.compile(
    r"\b(?:s?he|patient|pt|mother|father|mum|mom|dad|gran(?:ny|dad)?|nana?|grand(?:mother|father)|husband|wife|aunt|uncle"
    r"|sister|brother|lady|gentleman|woman|man|resident|who|age|bed\s+\w{1,4})\s*$"
)
"""Of whom "is 98" says an age."""
_MEASURED = re.compile(
    r"\b(?:hr|(?:heart\s+)?rate|pulse(?:\s+regular)?|s?bp|dbp|map|systolic|diastolic|sats?|satting|saturations?|[so]2|spo2"
    r"|sao2|pao2|weigh(?:s|t|ing)|wt|glucose|bm|bgl|sugars?|scored?|scores?|cr|creatinine|egfr|crp|plt|platelets|hb|ldl|mcv|alt"
    r"|ast|alp|chloride|moca|barthel|karnofsky|kps|qtc?|qrs|temp(?:erature)?|tmax|mean|median|average|percent|bpm)\b"
    r"(?:\s*(?:is|was|of|at|now|about|around|came|back|up|down|to|were|are|a|holding|steady|regular|[:=~,-]))*\s*$",
    re.IGNORECASE,
)
"""Words before a number that make it a measurement or a statistic."""
_UNIT = r"(?:years?|yrs?\.?|y)(?:[-\s]?(?:old|of\s+age|o\b))"
_NOT_A_BOUND = r"(?<![≥>≤<=.\d/-])(?<!over )(?<!than )(?<!above )(?<!below )(?<!under )(?<!least )(?<!to )(?<!aged ≥)"


_SPELT = (
    r"(?:ninety[- ](?:one|two|three|four|five|six|seven|eight|nine)"
    r"|(?:one|a)\s+hundred\s+and\s+(?:one|two|three|four|five|six|seven|eight|nine|ten))"
)
"""Too exact to be a manner of speaking."""
_NO_COUNT = (
    r"(?!\s*(?:%|°|/|per\s?cent|degrees?|mg|mcg|ml|mm\w*|kg|cm|bpm|beats|units?|minutes?|mins?|hours?|days?|weeks?|months?"
    r"|patients|people|cases|women|men|children|participants|over\b|on\s+(?:air|oxygen|room)|point\b|thousand|hundred))"
)
_LONE = r"(?=\s*(?:[,.;:?!)]|w/|$|\n|(?:and|with|on|so|but|who|lives?|living|has|had|admitted|from|in|for|this)\b))"


class OldAges(Patterns):
    """An old age in figures or words; a bound such as "over 90 years" says nothing of a person."""

    labels: ClassVar[tuple[Label, ...]] = ("AGE",)
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = tuple(
        ("AGE", re.compile(pattern, _I))
        for pattern in (
            (
                rf"{_NOT_A_BOUND}\b(?:{_OLD}|{_WORDS})[-\s]*(?:{_UNIT}|y/o|y\.o\.?|yo\b"
                rf"|yrs?\b(?=\s+(?:male|female|man|woman|lady|m\b|f\b)))(?!\w)"
            ),
            (
                rf"\b(?:aged?|age\s+of|age\s+is|turn(?:s|ed|ing)|age\s*[:=/]|is|was)\s*[:=]?\s*(?P<x>{_OLD}"
                rf"|{_WORDS})(?=\s*(?:$|[,.;)\n/]|years?\s+old|yrs?\b|y\b|and\s+(?:has"
                rf"|lives)|at\s+(?:the\s+time|death|diagnosis)|when|with|who))(?!\s*(?:%"
                rf"|mg|bpm|/\d|\.\d))"
            ),
            (
                rf"{_NOT_A_BOUND}\b{_OLD}\s?(?:F|M|female|male|woman|man|lady|gentleman)\b(?=\s+(?:with"
                rf"|who|presents?|presenting|admitted|w/|c/o|here|s/p|in|from|hx|h/o"
                rf"|pmh)|\s*[,.;:]|\s*$)"
            ),
            rf"{_NOT_A_BOUND}\b{_OLD}\s?y\.?/?o\.?\s?(?:f|m|w)\b",
            rf"\b(?:aged?)\s*[:=]?\s*(?P<x>{_OLD}|{_WORDS})\b(?!\s*(?:[%°–+-]|to\b|mg|bpm|weeks|months|days|or\b|\.\d"
            rf"|(?:years?\s+)?(?:and|or)\s+(?:over|older|above|more|up)))",
            rf"{_NOT_A_BOUND}(?<!last )(?<!past )(?<!for )(?<!every )\b{_OLD}[-\s]?(?:yrs?|years?)\b\.?"
            rf"(?!\s*(?:survival|follow|study|period|ago|experience|histor|mortality|risk|or\b|and\s+(?:over|older|above)))",
            rf"(?<![\w/])(?-i:[FMW]|[Ff]emale|[Mm]ale)\s?[/,]\s?(?P<x>{_OLD})\b(?!\s?[/.%-]?\d|\s?%)",
            rf"(?<![\w/.-]){_OLD}\s?/\s?(?-i:[FM])\b(?!\s?/)",
            rf"(?<![\w/])(?-i:[FM])\s(?P<x>{_OLD})(?=\s+(?:with|who|w/|adm\w*|c/o|presents?|presenting)\b)",
            rf"\b(?:nearly|almost|approaching|coming\s+up\s+to|just\s+(?:shy\s+of|under|turned))\s+(?P<x>{_OLD})\b"
            rf"(?!\s*(?:%|°|mg|mcg|ml|mm|kg|cm|bpm|g\b|/|-|\.\d|per\s?cent|days|weeks|months|hours|of\b|patients|cases))",
            rf"\b(?:{_OLD}(?:st|nd|rd|th)|{_ORDINAL})\s+birthday\b",
            rf"{_NOT_A_BOUND}\b{_OLD}\s?(?:yrs?|years?)\s+(?=(?:fe)?male\b|(?:wo)?man\b|lady\b|gentleman\b)",
            rf"\b(?:pt|patient|he|she|lady|man|woman|mother|father)\s+(?:is\s+|now\s+)?(?P<x>{_OLD})\s?(?:yrs?|years?)\b",
            rf"\b(?:mrs?|ms|miss|dr|sr|sra|frau|herr|mme)\b\.?\s+[^\n().\d]{{2,40}}\((?P<x>{_OLD})\)",
            r"\bborn\s+(?P<x>1[89][0-3]\d)\b(?![-/]\d)",
            r"(?<!\w)b\.\s?(?P<x>19[0-3]\d)\b(?![-/]\d)",
            r"\bin\s+(?:his|her|their)\s+(?:early\s+|mid[- ]?|late\s+)?(?P<x>nineties|90['’]?s)\b",
            r"\b(?:centenarian|nonagenarian|supercentenarian)\b(?!s)",
        )
    )

    def holds(self, text: str, match: re.Match[str]) -> bool:
        if _NO_PERSON.search(text[max(0, match.start() - 24) : match.start()]):
            return False
        cue = match[0].lower()
        if cue.startswith(("is", "was")):
            # "HR is 92," is no age: somebody must be old
            subject = text[max(0, match.start() - 24) : match.start()].lower()
            return _SOMEBODY.search(subject) is not None
        return True


class LoneAges(Patterns):
    """An old age that nothing but its place tells from a measurement: "Merv Tollgate, 93, leg ulcer", "shes 94"."""

    labels: ClassVar[tuple[Label, ...]] = ("AGE",)
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = tuple(
        ("AGE", re.compile(pattern, _I))
        for pattern in (
            rf"\b{_SPELT}\b{_NO_COUNT}",
            rf"\b(?:s?he['’]?s|s?he\s+is|they\s+are|both|now|me|ma?m|mum|mom|dad|gran|nan)\s+(?P<x>{_OLD})\b"
            rf"{_NO_COUNT}{_LONE}",
            rf"(?<=[^\W\d_.\"”’']),\s?(?P<x>{_OLD}|ninety|(?:one|a)\s+hundred)(?=[,.](?:\s|$))",
            rf"(?:^|[.!?\n]\s+)(?P<x>{_OLD})(?=,\s+[^\W\d_])",
            rf"\b(?:turn(?:s|ed|ing)|past)\s+(?P<x>{_OLD}|{_WORDS})\b{_NO_COUNT}",
            rf"(?-i:[A-Z][a-z]+)\s+is\s+(?P<x>{_OLD}|{_WORDS})\b{_NO_COUNT}{_LONE}",
        )
    )

    def holds(self, text: str, match: re.Match[str]) -> bool:
        at = match.start("x" if "x" in match.re.groupindex else 0)
        return not _MEASURED.search(text[max(0, at - 40) : at])
