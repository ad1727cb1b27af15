"""Serial numbers and unique device identifiers."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label


class Devices(Patterns):
    """GS1 and HIBCC device identifiers by shape (21 CFR 830), IMEI by label is in `ids`."""

    labels: ClassVar[tuple[Label, ...]] = ("DEVICE",)
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = (
        ("DEVICE", re.compile(r"\(01\)\d{14}(?:\(\d{2}\)[A-Za-z0-9-]+)*")),
        ("DEVICE", re.compile(r"(?<!\w)\+[A-Z]\d{3}[A-Z0-9]{2,18}/[A-Z0-9$+/]+")),
        (
            "DEVICE",
            re.compile(
                (
                    r"\b(?:SN|S/N|serial(?:\s+(?:no\.?|number|#))?)(?:\s*[:#]\s*|\s+)(?P<x>(?=[A-Z0-9-]*\d)[A-Z0-9]+"
                    r"(?:-[A-Z0-9]+)*(?:[ .]\d{3,}(?:\s(?-i:[A-Z])\b)?)*)\b"
                ),
                re.IGNORECASE,
            ),
        ),
    )
