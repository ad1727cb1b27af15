"""Log-in names: "verified 14:32 tpadilla", "Latasha Perry, lperry"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.types import Label
from copilot.deid.words import is_lower_case

_STAMPED = re.compile(
    r"\d{1,2}:\d\d(?::\d\d)?Z?,?[ \t]+(?:by[ \t]+)?(?P<x>[a-z][a-z._-]{3,}\d{0,4})(?=[ \t]*(?:$|[\n,;)]))"
)
_BY = re.compile(
    r"(?i:\b(?:printed|entered|logged|accessed|viewed|edited|saved|user(?:\s?name|\s?id)?|login|logon))\b[^\n]{0,30}?"
    r"(?:\bby\b|:)[ \t]*(?P<x>[a-z][a-z._-]{3,}\d{0,4})(?![\w@])"
)
_TOKEN = re.compile(r"(?<![\w.@/'’-])[a-z][a-z-]{4,}\d{0,4}(?![\w@/'’])")


class Logins(Recognizer):
    """Where log-ins stand; and a small word that is an initial and a surname, or a surname and an initial."""

    labels: ClassVar[tuple[Label, ...]] = ("NAME",)

    def find(self, text: str) -> Iterator[Found]:
        for pattern in (_STAMPED, _BY):
            for match in pattern.finditer(text):
                if not lexicon.is_vocabulary(match["x"]):
                    yield *match.span("x"), "NAME"
        if is_lower_case(text):
            return
        written = {word.lower() for word in re.findall(r"[^\W\d_a-z][^\W\d_]{3,}", text)}
        for match in _TOKEN.finditer(text):
            login = match[0].rstrip("0123456789-")
            if len(login) > 4 and not lexicon.is_vocabulary(login) and _is_login(login, written):
                yield *match.span(), "NAME"


def _is_login(login: str, written: set[str]) -> bool:
    """The start of a name in the text behind an initial ("grasmuss" for G. Rasmussen), or before one."""
    return any(name.startswith(login[1:]) or login[:-1] == name for name in written) or login[1:] in written
