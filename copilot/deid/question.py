"""A question on its way in: what identifies somebody becomes a placeholder before anything reads or stores it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from copilot.deid.types import Deidentified, Identifier, Known, Label
from retrieval.errors import BadInput

_PLACEHOLDER: dict[Label, str] = {
    "NAME": "[name]",
    "FACILITY": "[hospital]",
    "ADDRESS": "[place]",
    "CITY": "[place]",
    "ZIP": "[place]",
    "DATE": "[date]",
    "PHONE": "[phone]",
    "FAX": "[phone]",
    "EMAIL": "[e-mail]",
    "URL": "[address]",
}
"""Everything else is `[id]`. A made-up name, as notes get, would read like somebody else's patient."""


_GAP, _SOMEBODY = "\ufffc", "\ufffb"
"""What stands for an identifier, and for a name, while words around it are looked at."""
_TITLE = r"(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|sr|sra)\b\.?\s*)?"
_SUBJECT = re.compile(
    r"(?P<asked>(?:^|[.?!:;,]\s+|\b(?:what|when|why|how(?:\s+\w+)?|and|or)\s+)"
    r"(?:is|are|was|does|did|do|can|could|should|will|would|has|had|may|might))\s+"
    rf"(?:(?:the|my|our|this)\s+patient,?\s+)?{_TITLE}{_SOMEBODY}(?!['’]s)",
    re.IGNORECASE,
)
_OWNER = re.compile(rf"{_TITLE}{_SOMEBODY}(?=['’]s\b)", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:\b(?:MRN|DOB|SSN|NPI|ID|no|number|record|account|policy|born|birth|phone|tel|telephone|mobile|cell|fax"
    r"|e-?mail|address|named?|called|lives|living|seen|admitted|discharged|since|until|till|from|to|with|near|by|on|at|in|of|for|re|regarding|is"
    r"|my|our|the|this|patient|mr|mrs|ms|miss|mx|dr|prof|professor)\b[ :#.=]*)*"
    rf"[{_GAP}{_SOMEBODY}](?:['’]s\b)?",
    re.IGNORECASE,
)
"""A gap with the words that announce it: no paper is about a MRN, and a word that none has ends the search."""
_TIDY = (
    (re.compile(r"\(\s*[\s,;:.–-]*\)"), " "),  # nothing in brackets
    (re.compile(r"(?<=\()[\s,;:]+|[\s,;:]+(?=\))"), ""),
    (re.compile(r"(?<=[.?!])\s*[,;:.](?:\s*[,;:.])*(?=\s|$)"), ""),  # no word in a sentence
    (re.compile(r"(?:\s*[,;:])+(?=\s*[,;:.?!])"), ""),
    (re.compile(r"\s+(?=[,;:.?!](?!\d))"), ""),
    (re.compile(r"^[\s,;:.)–-]+"), ""),
)


class QuestionWithheld(BadInput):
    """The text path does not vouch for the question."""


class Question(NamedTuple):
    """`text` is shown and logged; `search` leaves the placeholders out, with the words that only announce them, and
    is searched for and drafted from; `hidden` counts them.
    """

    text: str
    search: str
    hidden: int
    doubts: tuple[str, ...] = ()


def without_identifiers(asked: str, known: Known, deidentify: Callable[[str, Known], Deidentified]) -> Question:
    """`asked` without what identifies somebody.

    A question in doubt (`review`) goes on with its doubts stated: its author is there and sees what is left of it.

    Raises:
        QuestionWithheld: it is damaged, or cannot be read well enough to say who is in it.
    """
    result = deidentify(asked, known)
    if result.verdict == "withhold":
        raise QuestionWithheld(
            f"The question was not accepted: {'; '.join(result.reasons)}.",
            kept="It was not stored.",
            next_step="Ask in plain English, without names, dates and numbers of a person.",
        )
    return Question(
        text=_filled(asked, result.spans, lambda span: _shown(span)),
        search=_search(_filled(asked, result.spans, _gap)) if result.spans else asked,
        hidden=len(result.spans),
        doubts=result.reasons,
    )


def _search(gaps: str) -> str:
    """ "Is [name] at risk?" asks about this patient; elsewhere a question says nothing by whom it names."""
    text = _OWNER.sub("this patient", _SUBJECT.sub(r"\g<asked> this patient", gaps))
    text = " ".join(_LABELLED.sub(" ", text).split())
    for untidy, tidy in _TIDY:
        text = untidy.sub(tidy, text)
    return " ".join(text.split())


def _gap(span: Identifier) -> str:
    return _SOMEBODY if span.label == "NAME" else _GAP


def _shown(span: Identifier) -> str:
    return span.surrogate if span.label == "AGE" else _PLACEHOLDER.get(span.label, "[id]")


def _filled(text: str, spans: tuple[Identifier, ...], fill: Callable[[Identifier], str]) -> str:
    out, last = [], 0
    for span in spans:
        out += [text[last : span.start], fill(span)]
        last = span.end
    return "".join([*out, text[last:]])
