"""Half of presidio-research's generated texts (Microsoft, MIT): every other template; the rest is for measuring.

Countries, titles and organisations are ignored: as they stand there they are neither identifiers nor clearly clean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copilot.training.tagger.text import IGNORE, Example, Span

_LABELS = {
    "PERSON": "NAME",
    "PHONE_NUMBER": "PHONE",
    "ADDRESS": "ADDRESS",
    "STREET_ADDRESS": "ADDRESS",
    "LOCATION": "CITY",
    "DATE_TIME": "DATE",
    "CREDIT_CARD": "ID",
    "IBAN_CODE": "ID",
    "US_SSN": "ID",
    "US_DRIVER_LICENSE": "ID",
    "EMAIL_ADDRESS": "EMAIL",
    "DOMAIN_NAME": "URL",
}


def learned(row: dict[str, Any]) -> bool:
    """True for a text of the training half."""
    return int(row["template_id"]) % 2 == 0


def examples(folder: Path) -> Iterator[Example]:
    """The training half. Raises OSError."""
    for size in ("small", "large"):
        with (folder / f"generated_{size}.jsonl").open(encoding="utf-8") as stream:
            yield from (_example(row) for row in map(json.loads, stream) if learned(row))


def _example(row: dict[str, Any]) -> Example:
    spans = sorted(
        Span(span["start"], span["end"], IGNORE if span["text"] == "nan" else _LABELS.get(span["type"], IGNORE))
        for span in row["spans"]
    )
    return Example(str(row["text"]), tuple(spans))
