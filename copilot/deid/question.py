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


_GAP = "\ufffc"
_LABELLED = re.compile(
    r"(?:\b(?:MRN|DOB|SSN|NPI|ID|no|number|record|account|policy|born|phone|tel|telephone|mobile|cell|fax|e-?mail"
    r"|address|named|called|lives|living|on|at|in|of)\b[ :#.=]*)*" + _GAP,
    re.IGNORECASE,
)
"""A gap with the words that announce it: no paper is about a MRN, and a word that none has ends the search."""


class QuestionWithheld(BadInput):
    """The text path does not vouch for the question."""


class Question(NamedTuple):
    """`text` is shown, logged and drafted from; `search` leaves the placeholders out; `hidden` counts them."""

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
        search=" ".join(_LABELLED.sub(" ", _filled(asked, result.spans, lambda span: _GAP)).split()),
        hidden=len(result.spans),
        doubts=result.reasons,
    )


def _shown(span: Identifier) -> str:
    return span.surrogate if span.label == "AGE" else _PLACEHOLDER.get(span.label, "[id]")


def _filled(text: str, spans: tuple[Identifier, ...], fill: Callable[[Identifier], str]) -> str:
    out, last = [], 0
    for span in spans:
        out += [text[last : span.start], fill(span)]
        last = span.end
    return "".join([*out, text[last:]])
