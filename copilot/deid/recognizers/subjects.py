"""Names by what a person does: "Key agrees", "Small informed by telephone", "Hope, 43, …", "English's niece"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import PARTICLE, is_role
from copilot.deid.types import Label
from copilot.deid.words import fold, words

_SPEECH = (
    r"agree[sd]|informed|notified|aware\b|updated|called|phoned|rang|telephoned|texted|asked|asks|said|says"
    r"|stated|states"
    r"|denies|denied|thinks|wants|wanted|worries|prefers|understands|understood|slept|ate|walked|ambulated|translated"
    r"|interpreted|lives|lived|works|worked|smokes|drinks|accompanied|insists|refuse[sd]|declined|verbali[sz]ed"
    r"|consented"
    r"|complains|c/o|to[ \t](?:review|ring|call|see|follow)|at[ \t]bedside|a&o|alert|oriented|comfortable"
    r"|asleep|awake"
    r"|resting|sitting[ \t]up|brought[ \t](?:in[ \t])?by|bib\b|worried|tearful|recommends|prescribed|ordered|signed"
)
_STATE = (
    r"has|had|is|was|feels|felt|did|does|reports|reported|started|stopped|reviewed|examined|tolerated|arrived|came"
    r"|remains|received|will|needs|still[ \t]w(?:ith|/)?|returned|presents|presented|continues|takes|takes|explained"
)
_SUBJECT = re.compile(rf"(?<![\w'’.-])(?P<x>[^\W\d_a-z][\w'’-]+)[ \t\n]+(?:{_SPEECH})(?!\w)")
_WEAK = re.compile(rf"(?<![\w'’.-])(?P<x>[^\W\d_a-z][\w'’-]+)[ \t\n]+(?:{_STATE})(?!\w)")
_KIN = (
    r"(?:wife|husband|spouse|partner|son|daughter|child|mother|father|mom|mum|dad|brother|sister|aunt|uncle"
    r"|niece|nephew"
    r"|cousin|grand(?:son|daughter|mother|father|child)|step(?:son|daughter|mother|father)|family|parents?|friend)"
)
_OWNER = re.compile(rf"(?<![\w'’.-])(?P<x>[^\W\d_a-z][\w-]+)['’]s[ \t\n]+(?:own[ \t]+)?{_KIN}\b")
_SUBJECT_LOWER = re.compile(
    rf"(?:^|[.;:\n/][ \t]*|\d[ \t]|\b(?:pt"
    rf"|patient)[ \t])(?P<x>[^\W\d_]{{2,}}(?:['’-][^\W\d_]+)*)[ \t\n]+(?:{_SPEECH}|still w(?:ith)?)(?!\w)"
)
_OWNER_LOWER = re.compile(rf"(?<![\w'’.-])(?P<x>[^\W\d_]{{3,}})['’]s[ \t\n]+(?:own[ \t]+)?{_KIN}\b")
_AGE = r"\d{1,3}[ -]?(?:yo|y/o|y\.o\.?|yrs?[ -]old|years?[ -]old)"
_BEHIND_AGE = re.compile(
    rf"\b{_AGE}[ ,]+(?P<x>[^\W\d_a-z][\w'’-]+(?:[ \t][^\W\d_a-z][\w'’-]+){{0,2}})(?=[ \t]*[,(]|[ \t]+\S*\d{{4}}"
    rf"|[ \t]+(?:{_SPEECH}|{_STATE})(?!\w))"
)
_BEHIND_AGE_LOWER = re.compile(
    rf"\b{_AGE}[ ,]+(?P<x>[a-z'’-]{{3,}}(?:[ \t][a-z'’.-]{{2,}}){{0,2}}?)(?=[ \t]*[(]"
    rf"|[ \t]+[a-z]{{0,2}}\d[\d-]{{4,}}|[ \t]+(?:{_SPEECH})(?!\w))"
)
_INITIALLED = re.compile(
    r"(?<![\w.])(?P<before>(?i:hepatitis|vitamin|group|type|class|stage|grade|factor|protein|dukes|pugh|phase"
    r"|part|category|figure"
    r"|table|appendix|strep|influenza)[ \t\n])?(?P<x>(?:[A-Z]\.[ ]?){1,3}[ \n]?"
    rf"(?:{PARTICLE}[ \t])?(?P<name>[^\W\d_a-z][\w'’-]+))"
)
_LINE_OPENS = re.compile(
    r"(?m)^(?P<x>[A-Z][a-z]+[ \t][A-Z](?:-[A-Z])?),[ \t]\d{1,2}(?=[.,;]|[ \t]?(?:yo?\b|y/o|[mf]\b))"
)
"""A given name with the first letters of the others, and the age: "Poppy L-B, 18."."""
_INITIALLED_LOWER = re.compile(r"(?<![\w.])(?:[a-z]\. ?){1,2}(?P<name>[^\W\d_][\w'’-]{2,})")
_PARENTHESISED = re.compile(r"\((?P<x>[A-Z]{3,})\)")
_RACE = frozenset(
    "white black asian hispanic african american caucasian latino female male man woman lady gentleman".split()
)
_THINGS = frozenset(
    """pain heart kidney blood bone rash head hand hands back shin skull foot bowel colon toe pains cramp finger nail
    case cases water child care mother father family wife husband son daughter brother
    sister aunt uncle cousin friend spouse neighbor neighbour caller staff nursing pharmacy lab labs radiology ems
    police hospice surgery everyone nobody he she they we it who female male lady gentleman woman man boy girl baby
    infant parents parent caregiver interpreter ward unit report diet fluids dressing wound drain line dose order
    orders culture cultures results result sleep appetite sputum urine stool skin lungs abdomen chest neck eye eyes
    ear nose throat mouth arm arms leg legs knee hip spine brain liver lung patient pt physician physicians nurse
    nurses doctor doctors therapist surgeon author authors researchers study studies hospital clinic team""".split()
)
"""Subjects of the same verbs that are no names."""


class Subjects(Recognizer):
    """A name that is also a word counts before a verb that only people are subjects of."""

    labels: ClassVar[tuple[Label, ...]] = ("NAME",)

    def find(self, text: str) -> Iterator[Found]:
        for pattern in (_SUBJECT, _SUBJECT_LOWER, _OWNER, _OWNER_LOWER):
            for match in pattern.finditer(text):
                if _may_be_name(fold(match["x"])):
                    yield *match.span("x"), "NAME"
        for pattern in (_BEHIND_AGE, _BEHIND_AGE_LOWER):
            for match in pattern.finditer(text):
                found = words(match["x"])
                if found[0].folded not in _RACE and all(_may_be_name(word.folded) for word in found):
                    yield *match.span("x"), "NAME"
        for match in _INITIALLED.finditer(text):
            if not match["before"] and _may_be_name(fold(match["name"])):
                yield *match.span("x"), "NAME"
        for match in _LINE_OPENS.finditer(text):
            if _may_be_name(fold(match["x"]).split()[0]):
                yield *match.span("x"), "NAME"
        for match in _INITIALLED_LOWER.finditer(text):
            word = words(match["name"])[0]
            if lexicon.any_name(word) and not lexicon.all_vocabulary(word):
                yield *match.span(), "NAME"
        for match in _PARENTHESISED.finditer(text):
            if lexicon.is_name(fold(match["x"])) and not lexicon.is_abbreviation(match["x"]):
                yield *match.span("x"), "NAME"
        for match in _WEAK.finditer(text):
            folded = fold(match["x"])
            if (
                _may_be_name(folded)
                and not lexicon.is_eponym(folded)
                and (lexicon.is_word_name(folded) or not lexicon.is_vocabulary(folded))
            ):
                yield *match.span("x"), "NAME"


def _may_be_name(folded: str) -> bool:
    parts = [part for part in folded.split("-") if len(part) > 1]
    return bool(parts) and all(
        part not in _THINGS
        and not is_role(part)
        and (lexicon.is_name(part) or not (lexicon.is_vocabulary(part) or lexicon.is_proper(part)))
        for part in parts
    )
