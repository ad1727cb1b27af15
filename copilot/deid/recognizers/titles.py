"""Names behind "Dr", "Mrs" … and before "MD", "RN" …; a vocabulary has no say here ("Dr. Foley", "Mrs. Still")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers import naming
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import LAST_FIRST, NAME, PART, PARTICLE
from copilot.deid.types import Label
from copilot.deid.words import opens_sentence, words

_TITLES = (
    r"(?:Drs?|DR|Doctors?|Mr|MR|Mrs|MRS|Ms|Miss|Mx|Prof|Professor|Nurse"
    r"|Sister|Brother|Father|Rev|Reverend|Rabbi|Imam|Pastor|Deacon|"
    r"Chaplain|Sir|Dame|Lord|Lady|Capt|Captain|Lt|Lieutenant|Sgt|Sergeant"
    r"|Officer|Detective|Judge|Hon|Attorney|Se[nñ]ora?|Sr|Sra|Mme|Herr|Frau)"
)
_BEFORE = re.compile(rf"\b{_TITLES}(?:s)?\.?[ \t]+(?:\(\w+\)[ \t]+)?(?P<x>(?:{PARTICLE}[ \t]+)?{NAME})")
_AND = re.compile(rf"\b(?:Drs\.?|Doctors|Mr\.? and Mrs\.?)[ \t]+{PART}(?:,? (?:and|&) |, )(?P<x>{PART})")
_LOWER = re.compile(
    r"(?<![\w.])(?:drs?|mr|mrs|ms|mx|miss|prof|doctor|nurse|doc|rn|lpn|cna|pcp|pmd|attending|pharmacist|surgeon"
    r"|hospitalist"
    r"|resident)\b\.?[ \t]+(?P<x>(?:[a-z]\.[ ]?){0,2}(?:(?:van|von|de|del|di|le|la|bin|st\.)[ ](?:(?:der|den"
    r"|la)[ ])?)?"
    r"[^\W\d_]['’\w-]+(?:[ \t]+(?:(?:van|von|de|del|di|le|la|bin|st\.)[ ](?:(?:der|den|la)[ ])?)?[^\W\d_][\w'’-]+)?)"
)
_UPPER = re.compile(r"\b(?:DR|MR|MRS|MS|MISS)\.[ \t]+(?P<x>[A-Z][A-Z'’-]+)")
_DEGREES = (
    r"(?:M\.?D|D\.?O|R\.?N|B\.?S\.?N|N\.?P|FNP(?:-?BC)?|AGNP|ACNP|A?P\.?R\.?N"
    r"|PA-?C|PA|Ph\.?D|DNP|LPN|LVN|CNA|CRNA|CNM|PharmD|Pharm\.D|"
    r"DDS|DMD|DPM|DPT|PT|OT|OTR|RPh|RD|LCSW|MSW|LMSW|MPH|MBBS|MBChB|FACP"
    r"|FACS|FACC|FRCP|RRT|CCC-SLP|SLP|PsyD|M\.?B\.?A|Esq|J\.?D|EMT-?P?|RDCS"
    r"|RVT)"
)
_AFTER = re.compile(
    rf"(?<![\w'’-])(?P<x>(?:{PART}\.?[ \t]+(?:{PARTICLE}[ \t]+)?){{0,3}}{PART}),?[ \t]+(?:Jr\.?,?[ "
    rf"\t]+|Sr\.?,?[ \t]+|II+,?[ \t]+)?{_DEGREES}\b\.?(?![-/\w])"
)


_OCCUPATIONS = (
    r"(?:(?:staff|charge|district|practice|school)\s+nurse|registrar|physio(?:therapist)?|healthcare\s+assistant"
    r"|pathologist|radiologist|cardiologist|surgeon|hospitalist|neurologist"
    r"|oncologist|intensivist|anesthesiologist|pharmacist|nurse(?:\s+practitioner)?"
    r"|social\s+worker|"
    r"physical\s+therapist|therapist|case\s+manager|resident|attending|physician(?:\s+assista"
    r"nt)?|midwife|paramedic|dietitian|chaplain|interpreter|"
    r"psychologist|psychiatrist|dentist|intern|fellow|LCSW|coordinator|technologist|sonographer)"
)
_OCCUPIED = re.compile(
    rf"(?<![\w'’-])(?P<x>(?:{PART}\.?[ \t]+(?:{PARTICLE}[ \t]+)?){{1,3}}{PART}),[ \t]+(?:the[ "
    rf"\t]+|our[ \t]+|a[ \t]+)?{_OCCUPATIONS}\b"
)
_ROLE = re.compile(
    rf"\b(?i:tech|triage[ \t]+rn|sw|hca|hcsw|anp|acp|cpn|odp|sho|carer|doula|physio|midwife|porter|registrar"
    rf"|pmd|pcp|rn|lpn|cna|np|md|medic|prescriber|landlord"
    rf"|driver|caller|referring|attending|resident|intern|fellow|hospitalist"
    rf"|surgeon|"
    rf"pharmacist|therapist|patient|pt|client|mom|social[ \t]+worker|case[ "
    rf"\t]+manager|interpreter|officer|chaplain)[ \t]+(?P<x>{NAME})"
)
_ROLE_IS = re.compile(
    r"\b(?i:hv|sw|cpn|gp|mw|midwife|health[ \t]+visitor|key[ -]?worker|consultant|social[ \t]+worker|carer"
    rf"|named[ \t]+nurse)[ \t]+is[ \t]+(?P<x>{NAME})"
)
_ROLE_LOWER = re.compile(
    r"\b(?:md|rn|np|pa|attending|hospitalist|resident|pharmacist)[ \t]+(?P<x>[a-z'’-]{3,})(?=[ \t]*(?:$|[.,;\n]))"
)
_AGED = re.compile(
    rf"(?<![\w'’-])(?P<x>{LAST_FIRST}|{NAME}),?[ \t]+(?:is[ \t]+)?(?:an?[ \t]+)?\d{{1,3}}[- "
    rf"]?(?:yo\b|y/o|y\.o|y\.?[MFmf]\b|years?[- ]old|yrs?\b|[MF]\b)"
)


class Titles(Recognizer):
    labels: ClassVar[tuple[Label, ...]] = ("NAME",)

    def find(self, text: str) -> Iterator[Found]:
        for pattern in (_BEFORE, _AND, _UPPER):
            for match in pattern.finditer(text):
                if span := naming.trim(text, *match.span("x")):
                    yield *span, "NAME"
        for match in _LOWER.finditer(text):
            if (end := _lower_end(text, match)) > match.start("x"):
                yield match.start("x"), end, "NAME"
        for pattern in (_ROLE, _ROLE_IS, _AGED):
            for match in pattern.finditer(text):
                span = naming.trim(text, *match.span("x"), trusted=False)
                if span and naming.plausible(text, *span):
                    yield *span, "NAME"
        for match in _ROLE_LOWER.finditer(text):
            word = words(match["x"])[0]
            if not naming.is_role(word.folded) and (lexicon.any_name(word) or not lexicon.all_vocabulary(word)):
                yield *match.span("x"), "NAME"
        for match in _OCCUPIED.finditer(text):
            if span := _back(text, *match.span("x"), comma=True):
                yield *span, "NAME"
        for match in _AFTER.finditer(text):
            if span := _back(text, *match.span("x"), comma="," in match[0]):
                yield *span, "NAME"


def _lower_end(text: str, match: re.Match[str]) -> int:
    """End of a name behind a lower-case title: its words must be names or unknown, and no function words."""
    end = start = match.start("x")
    for place, word in enumerate(words(match["x"])):
        unknown = not lexicon.all_vocabulary(word)
        named = lexicon.any_name(word) and not naming.is_role(word.folded)
        if len(word.text) == 1 or naming.is_particle(word.folded):
            continue
        given = place > 0 and lexicon.is_first_name(words(match["x"])[0].folded)
        if naming.is_role(word.folded) or not ((unknown or named) if end == start else named and (unknown or given)):
            break
        end = start + word.end
    return end


def _back(text: str, start: int, end: int, *, comma: bool) -> tuple[int, int] | None:
    """The name that ends right before a degree: the longest tail without roles and with something name-like."""
    tail = words(text[start:end])
    while tail and (
        naming.is_role(tail[0].text) or (lexicon.all_vocabulary(tail[0]) and not lexicon.any_name(tail[0]))
    ):
        if len(tail) == 1 and comma and not naming.is_role(tail[0].text) and not opens_sentence(text, start):
            break
        tail = tail[1:]
    if not tail or any(naming.is_role(word.text) for word in tail if len(word.text) > 1):
        return None
    return start + tail[0].start, end
