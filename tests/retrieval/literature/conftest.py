"""Small files of our own, and the development data where it is there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

FONT = DictionaryObject(
    {
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    }
)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes one file and returns its path."""

    def writer(content: str | bytes, name: str = "file.xml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return writer


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data folder."""
    default = Path(__file__).parents[4] / "shared" / "data"
    folder = Path(os.environ.get("COPILOT_SHARED_DATA", default))
    if not folder.is_dir():
        pytest.skip("no development data: set COPILOT_SHARED_DATA to its folder")
    return folder


@pytest.fixture
def write_pdf(tmp_path: Path) -> Callable[..., Path]:
    """Writes a PDF with one line of text per string; a page without lines holds an (empty) image instead."""

    def writer(name: str, pages: list[list[str]], *, password: str | None = None, title: str | None = None) -> Path:
        pdf = PdfWriter()
        for lines in pages:
            page = pdf.add_blank_page(600, 800)
            resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): FONT})})
            if not lines:
                resources[NameObject("/XObject")] = DictionaryObject()
            page[NameObject("/Resources")] = resources
            shown = " ".join(f"({line}) Tj T*" for line in lines)
            stream = DecodedStreamObject()
            stream.set_data(f"BT /F1 12 Tf 14 TL 50 750 Td {shown} ET".encode("latin-1"))
            page[NameObject("/Contents")] = stream
        if title:
            pdf.add_metadata({"/Title": title})
        if password:
            pdf.encrypt(password, algorithm="RC4-128")
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pdf.write(path)
        return path

    return writer
