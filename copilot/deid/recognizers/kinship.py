"""Names behind a relation or an introduction: "daughter Hope", "goes by Will", "my name is …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers import naming
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import NAME
from copilot.deid.types import Label
from copilot.deid.words import words

_KIN = (
    r"(?:family|wife|husband|spouse|partner|fianc[eé]e?|girlfriend|boyfriend"
    r"|ex-?wife|ex-?husband|sons?|daughters?|child|children|baby|infant"
    r"|twins?|mother|father|mom|mum|dad|"
    r"parents?|brothers?|sisters?|siblings?|aunt|uncle|nieces?|nephews?"
    r"|cousins?|grandsons?|granddaughters?|grandchildren|grandmother|grandfather"
    r"|"
    r"grandma|grandpa|stepson|stepdaughter|stepmother|stepfather|(?:mother"
    r"|father|son|daughter|brother|sister)-in-law|friends?|neighbou?r|"
    r"caregiver|caretaker|roommate|guardian|companion|landlord|boss|employer"
    r"|aide|nanny|teacher|coworker|colleague|surrogate|proxy|pastor|widow(?:er)?)"
)
_BEHIND = re.compile(
    rf"\b(?i:{_KIN})(?:,?[ \t]+|,?[ \t]*\(|[ \t]+[-–—][ \t]+)(?:(?:is|named"
    rf"|called|name(?:d)?(?:[ \t]is)?|who[ \t]is|also)[ \t]+)?(?P<x>{NAME})"
)
_INTRO = re.compile(
    rf"\b(?i:named|goes[ \t]+by|go[ \t]+by|known[ \t]+as|name(?:['’]s|[ \t]+is"
    rf"|[ \t]+was)|called[ \t]+(?=[A-Z])|nicknamed|aka|a\.k\.a\.|née|nee"
    rf"|formerly|i['’]m|i[ \t]+am|this[ \t]+is|"
    rf"(?:patient|pt|lady|gentleman|woman|man|male|female|boy|girl|y/?o|year-?old)[ "
    rf"\t]+named|introduced[ \t]+(?:him|her)self[ \t]+as|identified[ \t]+as"
    rf"|alias)[ \t]+[\"“'‘]?(?P<x>{NAME})"
)
_QUOTED = re.compile(r"\b[A-Z][\w'-]+[ \t]+[\"“(](?P<x>[A-Z][a-z]+)[\"”)][ \t]+[A-Z][\w'-]+")
_INTRO_LOWER = re.compile(
    r"\b(?:my|her|his|patient|pt|patients|whose)[ \t]+name(?:['’]s|[ \t]+is"
    r"|[ \t]+was)[ \t]+(?P<x>[a-z]+(?:[ \t]+[a-z]+)?)"
)
_OWNER = re.compile(rf"(?<![\w'’-])(?P<x>{NAME})['’]s[ \t]+(?:own[ \t]+|older[ \t]+|younger[ \t]+)?(?i:{_KIN})\b")
_PAIR = re.compile(rf"\b(?i:{_KIN})[ \t]+[A-Z][a-z]+(?:,[ \t][A-Z][a-z]+)*,?[ \t](?:and|&)[ \t](?P<x>{NAME})")
_KIN_LOWER = re.compile(rf"\b{_KIN},?[ \t]+(?:named[ \t]+|called[ \t]+)?(?P<x>[a-z]{{3,}}(?:[ \t]+[a-z]{{3,}})?)\b")


_TOLD = re.compile(
    r"[ \t]*[,.;)]|[ \t]+(?:from|phoned|called|rang|aware|updated|informed|notified|at|is|was"
    r"|says|c/o)\b"
)
"""What follows a relative's name where it is also a word: "husband ray from …"."""


class Kinship(Recognizer):
    labels: ClassVar[tuple[Label, ...]] = ("NAME",)

    def find(self, text: str) -> Iterator[Found]:
        for pattern in (_BEHIND, _INTRO, _PAIR, _QUOTED, _OWNER):
            for match in pattern.finditer(text):
                span = naming.trim(text, *match.span("x"), trusted=False)
                if span and naming.plausible(text, *span):
                    yield *span, "NAME"
        for match in _INTRO_LOWER.finditer(text):
            if span := naming.trim(text, *match.span("x"), trusted=False):
                yield *span, "NAME"
        for match in _KIN_LOWER.finditer(text):
            first = words(match["x"])[0]
            span = naming.trim(text, *match.span("x"), trusted=False)
            known = lexicon.any_name(first) and not naming.is_role(first.folded)
            told = _TOLD.match(text, match.start("x") + len(first.text)) is not None
            if span and known and (told or not lexicon.all_vocabulary(first)):
                yield *span, "NAME"
