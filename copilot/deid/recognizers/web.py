"""E-mail addresses, URLs, IP addresses and handles, by own patterns: no suffix list is looked up anywhere."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label

_I = re.IGNORECASE
_TLD = (
    r"(?:com|org|net|edu|gov|mil|info|io|co|us|uk|ca|de|fr|au|nz|in|eu|biz"
    r"|health|care|clinic|hospital|med|app|me|example|test|local)"
)


class Web(Patterns):
    """Addresses of the internet."""

    labels: ClassVar[tuple[Label, ...]] = ("EMAIL", "URL", "IP", "DEVICE", "ID")
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = (
        ("EMAIL", re.compile(r"(?<![\w.+-])[\w.+'-]+\s?@\s?[\w-]+(?:\.[\w-]+)+", _I)),
        (
            "EMAIL",
            re.compile(
                rf"\b[\w.+-]+\s*(?:\(at\)|\[at\]|\sat\s)\s*[\w-]+\s*(?:\(dot\)|\[dot\]|\sdot\s|\.)\s*{_TLD}\b", _I
            ),
        ),
        ("URL", re.compile(r"\b(?:https?|ftp|sftp)://[^\s<>\"')\]]*[^\s<>\"')\].,;:!?]", _I)),
        ("URL", re.compile(r"(?<![\w@.])www\.[^\s<>\"')\]]*[\w/]", _I)),
        ("URL", re.compile(rf"(?<![\w@./-])(?:[a-z0-9-]+\.)+{_TLD}(?:/[^\s<>\"')\]]*[\w/])?(?![\w@.-])", _I)),
        (
            "IP",
            re.compile(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w]|\.\d)"),
        ),
        (
            "IP",
            re.compile(
                (
                    r"(?<![\w:.])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4}){1,4}(?![\w:])"
                    r"|(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}:[0-9a-f]{1,4}(?:[:][0-9a-f]{1,4})*(?![\w:])"
                ),
                _I,
            ),
        ),
        ("DEVICE", re.compile(r"(?<![\w:-])[0-9A-F]{2}(?:[:-][0-9A-F]{2}){5}(?![\w:-])", _I)),
        ("ID", re.compile(r"(?<![\w@.])@[A-Za-z]\w{2,30}\b")),
    )

    def holds(self, text: str, match: re.Match[str]) -> bool:
        # clock times and doses per interval ("08:00:15:30") are no IPv6; "e.g.in" is no host
        return not re.fullmatch(r"[\d:]{1,11}|(?:i\.e|e\.g|b\.i\.d|t\.i\.d|p\.o|i\.v)\..*", match[0], _I)
