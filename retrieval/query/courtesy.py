"""A question without the words of courtesy around it, which no text that answers it holds."""

from __future__ import annotations

import re

_PLEASE = r"(?:please\s+|kindly\s+|perhaps\s+|maybe\s+)*"
_TELL = (
    r"(?:tell\s+(?:me|us)|let\s+(?:me|us)\s+know|explain(?:\s+to\s+(?:me|us))?|clarify|advise(?:\s+(?:me|us))?(?:\s+on)?"
    r"|say|help\s+(?:me|us)\s+(?:understand|find\s+out|see)|remind\s+me)"
)
_WISH = (
    r"(?:i(?:['’]d|\s+would)\s+(?:like|love)\s+to\s+(?:know|ask|understand)|i\s+(?:want|need)\s+to\s+know"
    r"|i(?:['’]m|\s+am|\s+was)\s+wondering|i\s+wonder(?:ed)?|do\s+you\s+(?:happen\s+to\s+)?know|(?:may|can)\s+i\s+ask"
    r"|(?:just\s+)?(?:a\s+)?(?:quick\s+)?question)"
)
_HELLO = r"(?:hi|hello|hey|good\s+(?:morning|afternoon|evening|day))(?:\s+(?:there|all|colleagues?))?[\s,.!:;]+"
_OPENING = re.compile(
    rf"(?:^|(?<=[.!?]\s))(?:{_HELLO})?"
    rf"(?:{_PLEASE}(?:can|could|would|will)\s+(?:you|someone|anyone)\s+{_PLEASE}{_TELL}|(?:please|kindly)\s+{_TELL}"
    rf"|{_WISH}(?!\s+(?:of|about\s+my)\b))"
    r"(?:\s+please)?\s*[:,–-]?\s+(?:(?:whether|if|that)\s+)?",
    re.IGNORECASE,
)
_GREETING = re.compile(rf"^{_HELLO}", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:(?<=[.?!])|[,;])?\s*\b(?:(?:many\s+|with\s+)?thanks?(?:\s+you)?(?:\s+(?:very|so)\s+much|\s+a\s+lot|\s+again)?"
    r"(?:\s+in\s+advance)?(?:\s+for\s+(?:your|any)\s+\w+)?|cheers|(?:kind\s+|best\s+)?regards|please)[\s.!?]*$",
    re.IGNORECASE,
)
_LEAST = 3
"""Words of a question that can stand alone."""


def bare(question: str) -> str:
    """`question` without greeting, "could you please tell me" and thanks; as it is where too little would be left.

    What is asked to be done stays ("could you order …"): only telling is courtesy.
    """
    text = _GREETING.sub("", _CLOSING.sub("", question.strip()))
    text = _OPENING.sub("", text).strip()
    if text == question.strip() or len(text.split()) < _LEAST:
        return question
    return text[:1].upper() + text[1:]
