"""Names in the fields of a form: "Patient Name: …", "Attending: …", "cc: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers import naming
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import LAST_FIRST, NAME, PART, PARTICLE
from copilot.deid.types import Label
from copilot.deid.words import words

_STRONG = (
    r"(?:(?:patient|pt|full|legal|preferred|first|given|last|family|middle"
    r"|maiden|sur|nick|provider|physician|doctor|guarantor|subscriber|contact"
    r"|"
    r"emergency\s+contact|employer|insured|member|mother'?s(?:\s+maiden)?"
    r"|father'?s|spouse'?s?|guardian'?s?)[ \t]*names?(?:[ \t]*\([^)\n]{1,20}\))?"
    r"|name|surname|alias(?:es)?|a\.?k\.?a\.?|"
    r"attending(?:[ \t]+(?:physician|md|provider|surgeon))?|(?:primary|referring"
    r"|ordering|consulting|admitting|treating|requesting|supervising|"
    r"rendering|discharging|interpreting|operating|covering|on-?call|care)[ "
    r"\t]+(?:care[ \t]+)?(?:physician|provider|md|doctor|surgeon|clinician"
    r"|radiologist|pathologist)|pcp|"
    r"(?:electronically[ \t]+)?(?:signed|dictated|transcribed|authored|cosigned"
    r"|co-signed|reviewed|verified|authenticated|approved|ordered|"
    r"entered|performed|prepared|completed|reported|recorded|interpreted"
    r"|collected|witnessed|typed|read|edited|sent|submitted|referred|requested)[ "
    r"\t]+by|"
    r"next[ \t]+of[ \t]+kin|nok|emergency[ \t]+contact|health[ \t]+care[ "
    r"\t]+proxy|hcp|poa|power[ \t]+of[ \t]+attorney|case[ \t]+manager|"
    r"social[ \t]+worker|primary[ \t]+nurse|scrub[ \t]+nurse|circulating[ "
    r"\t]+nurse|surgeons?|first[ \t]+assistant|anesthesiologist|anesthetist"
    r"|"
    r"radiologist|pathologist|cardiologist|technologist|sonographer|transcriptionist"
    r"|author|cosigner|interpreter|dictator|scribe|physicians?|guarantor"
    r"|referring|requesting|insured|policy[ \t]*holder|subscriber|dictated"
    r"|signed|signature)"
)
_WEAK = (
    r"(?:patient|pt|provider|doctor|nurse|rn|md|resident|intern|fellow|consultant"
    r"|pharmacist|therapist|assistants?|to|from|re|cc|attn|attention|contact"
    r"|"
    r"spouse|husband|wife|mother|father|son|daughter|sister|brother|parent"
    r"|guardian|partner|caregiver|witness|employer|"
    r"informant|historian|dear|client|subject|caller|called|paged|notified|seen[ \t]by|staff|team|sender|recipient)"
)
_LINE = r"[ \t]*(?:is[ \t]+)?(?:[:=#]|[ \t]-[ \t]|\t|\|)[ \t|]*"
_TITLE = r"(?:(?:Drs?|Mr|Mrs|Ms|Miss|Prof|Nurse)\.?[ \t]+)?"
_FIELD = re.compile(rf"(?<![\w-])(?i:{_STRONG}){_LINE}{_TITLE}(?P<x>{LAST_FIRST}|{NAME})")
_FIELD_LOWER = re.compile(
    rf"(?<![\w-])(?i:(?:patient|pt|full|first|last|middle|maiden|given|family)[ "
    rf"\t]+name|name|surname){_LINE}(?P<x>[a-z][a-z'’-]+(?:,?[ \t]+[a-z][a-z'’-]*){{0,2}})"
)
_WEAK_FIELD = re.compile(
    rf"(?<![\w-])(?i:{_WEAK})[ \t]*(?:[:=]|\t)[ \t]*{_TITLE}(?P<x>{LAST_FIRST}|{NAME})(?P<after>[^\n]{{0,30}})"
)
_DEAR = re.compile(rf"(?m)^[ \t]*(?:Dear|Hi|Hello|Hey|Attn)[ \t:]+{_TITLE}(?P<x>{NAME})")
_RE = re.compile(rf"\b(?:RE|Re)[ \t]*:[ \t]*(?P<x>{LAST_FIRST}|{NAME})")
_LISTED = re.compile(
    rf"(?m)(?:^|\|)[ \t]*(?P<x>{PART}(?:[ \t](?:{PARTICLE}[ \t])?{PART})?,[ "
    rf"\t]?{PART}(?:[ \t][A-Z]\b\.?)?)(?=[ \t]*(?:\||,?[ \t]*\d|\(|$|[ \t][MF]\b))"
)
_CELL = re.compile(
    rf"(?:\||(?m:^)[^\n;]*;"
    rf"|;)[ \t]*(?P<x>(?:[A-Z]\.[ \t]?)?(?:{PARTICLE}[ \t])?{PART}(?:[ \t](?:{PARTICLE}[ \t])?{PART})?)"
    r"[ \t]*(?=\||;|$)",
    re.MULTILINE,
)
_TEAM = re.compile(
    rf"\b(?:ASSISTANTS?|SURGEONS?|OPERATORS?|ANA?ESTHETISTS?|ANA?ESTHESIA|RELATIVE|NURSES?"
    rf"|PATIENT)[ \t]*:?[ \t]+(?P<x>{NAME}(?:,[ \t]{NAME}){{0,3}})(?=[ \t]{{2}}|[.,;\n]|[ \t]+TOLD|$)"
)


class Headers(Recognizer):
    """Strong fields take what follows, whatever word it is; weak ones ("Mother: …") want it to look like a name."""

    labels: ClassVar[tuple[Label, ...]] = ("NAME",)

    def find(self, text: str) -> Iterator[Found]:
        for match in _FIELD.finditer(text):
            if span := naming.trim(text, *match.span("x"), whole=True):
                yield *span, "NAME"
        for match in _LISTED.finditer(text):
            found = words(match["x"])
            coded = found[0].upper and lexicon.is_abbreviation(found[0].text)  # "COPD, GOLD 3"
            roles = any(naming.is_role(word.text) for word in found)
            if naming.plausible(text, *match.span("x")) and not coded and not roles:
                yield *match.span("x"), "NAME"
        for match in _CELL.finditer(text):
            span = naming.trim(text, *match.span("x"), trusted=False)
            if span and naming.plausible(text, *span):
                yield *span, "NAME"
        for match in _TEAM.finditer(text):
            for word in words(match["x"]):
                if not naming.is_role(word.folded) and (lexicon.any_name(word) or not lexicon.all_vocabulary(word)):
                    yield word.start + match.start("x"), word.end + match.start("x"), "NAME"
        for match in _FIELD_LOWER.finditer(text):
            if span := naming.trim(text, *match.span("x")):
                yield *span, "NAME"
        for pattern in (_WEAK_FIELD, _DEAR, _RE):
            for match in pattern.finditer(text):
                span = naming.trim(text, *match.span("x"), trusted=False)
                if span and naming.plausible(text, *span) and not _runs_on(text, span[1]):
                    yield *span, "NAME"


def _runs_on(text: str, end: int) -> bool:
    """True if a lower-case sentence goes on behind the word: "Patient: Hope this helps"."""
    following = re.match(rf"[ \t]+(?!and\b|{PART})(?P<w>[a-z]+)", text[end : end + 30])
    return following is not None and len(words(text[:end])[-1].text) < 3
