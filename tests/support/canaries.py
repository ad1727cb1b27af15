"""A patient with tokens that stand nowhere else, and the search for them in everything that is left behind."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from samples_fhir import canary_record

NAME = "Zephrine Quillonetta"
FILE = "Quillonetta_Zephrine_1961-03-04"
"""What a careless colleague calls a file."""
TOKENS = (
    "Quillonetta Zephrine Obermoltke 77120934 867-5309 8675309 Fennimarket Brockelhurst Varnholt Tibor 201-3344 "
    "Krambeck Isolde Ostrapur Pemberwick Lucasta Wexmoor Ottoline p-canary-1 visit-555123 1961-03-04 03/04/1961 "
    "quillonetta.test hospital.test"
).split()
NOTE = (
    f"Patient: {NAME}\nMRN: 77120934   DOB: 03/04/1961\nAddress: 12 Fennimarket Lane, Brockelhurst, NH 03655\n"
    "Phone: 555-867-5309   E-mail: zephrine@quillonetta.test\n\n"
    "Mrs. Quillonetta was seen by Dr. Lucasta Pemberwick at Wexmoor Infirmary for heart failure. Her husband Tibor "
    "Varnholt can be reached at (555) 201-3344.\n"
)
QUESTION = (
    f"Is obesity a risk factor for death in COVID-19 for my patient {NAME} (MRN 77120934, DOB 03/04/1961, phone "
    "555-867-5309, zephrine@quillonetta.test, 12 Fennimarket Lane)?"
)


def record(folder: Path, whole: bool = True) -> Path:
    """The canary's FHIR record as a file named after her; broken off in its middle if not `whole`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(canary_record())
    path = folder / f"{FILE}.json"
    path.write_text(text if whole else text[: len(text) // 2], encoding="utf-8")
    return path


def note(folder: Path) -> Path:
    """The canary's note as a file named after her."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{FILE}.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


def found(text: str) -> list[str]:
    """Tokens in a text, in any case."""
    return [token for token in TOKENS if token.casefold() in text.casefold()]


def texts(folder: Path) -> Iterator[str]:
    """The name and the bytes of each file below a folder, read as UTF-8 and as single bytes; gzip is opened."""
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        if data.startswith(b"\x1f\x8b"):
            data = gzip.decompress(data)
        yield f"{path.relative_to(folder)}\n{data.decode('utf-8', 'replace')}\n{data.decode('latin-1')}"
