"""Pages of a PDF as paragraphs of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError

# what pypdf raises on files that break the format, beyond its own errors
_BROKEN = (PyPdfError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError)
_BULLET = re.compile(r"\s*(?:[•▪●◦‣–—*-]\s|\(?\d{1,2}[.)]\s|[a-z]\)\s)")
_HYPHEN_END = re.compile(r"\w-$")
_LAST_WORD = re.compile(r"(?<![\w-])([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


class Unreadable(Exception):
    """This PDF gives no text; the message says why."""


class Pdf(NamedTuple):
    """`pages`: paragraphs by page number from 1, without blank pages. `scanned`: pages that are only an image."""

    title: str
    pages: dict[int, list[str]]
    scanned: list[int]


def read_pdf(path: Path) -> Pdf:
    """Text of every page. Raises Unreadable for an encrypted or broken file, or one without any text."""
    texts: dict[int, str] = {}
    scanned: list[int] = []
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("it is encrypted: save a copy without a password")
        title = str((reader.metadata and reader.metadata.title) or "").strip()
        for number, page in enumerate(reader.pages, start=1):
            text = page.extract_text()
            if text.strip():
                texts[number] = text.replace("\u00ad\n", "").replace("\u00ad", "")
            elif "/XObject" in (page.get("/Resources") or {}):
                scanned.append(number)
    except _BROKEN as error:
        raise Unreadable(f"it cannot be read as PDF: {error or type(error).__name__}") from error
    if not texts:
        raise Unreadable("it holds no text, only images: run text recognition (OCR) on it first")
    words = _words("\n".join(texts.values()))
    return Pdf(title, {number: paragraphs(text.splitlines(), words) for number, text in texts.items()}, scanned)


def _words(text: str) -> set[str]:
    """Words of `text` in lower case, hyphenated ones too, without those that a line end cuts in two."""
    whole = re.sub(r"\w+-\s*\n\s*\w+", " ", text)
    return {word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", whole)}


def paragraphs(lines: Iterable[str], words: set[str]) -> list[str]:
    """Lines of one page joined to paragraphs.

    A paragraph ends at an empty line, before a bullet, and after a line much shorter than the page's longest that is
    followed by a capital: a heading or a last line.

    Args:
        words: the whole words of the document, in lower case. They decide whether "treat-" + "ment" is "treatment",
            and whether "beta-" + "blocker" keeps its hyphen.
    """
    found = [""]
    rows = [" ".join(line.split()) for line in lines]
    widest = max(map(len, rows), default=0)
    previous = ""
    for row in rows:
        short = len(previous) < 0.6 * widest and not row[:1].islower() and not previous.endswith((",", "-"))
        if not row or _BULLET.match(row + " ") or (previous and short):
            found.append(row)
        else:
            found[-1] = _join(found[-1], row, words)
        previous = row
    return [paragraph for paragraph in found if paragraph]


def _join(text: str, row: str, words: set[str]) -> str:
    if not _HYPHEN_END.search(text) or not row[:1].isalnum():
        return f"{text} {row}".strip()
    left, right = _LAST_WORD.search(text), _FIRST_WORD.match(row)
    if not left or not right or not row[0].islower():
        return text + row  # "COVID-" + "19", "CD4-" + "positive", "Guillain-" + "Barré"
    before, after = left[1].lower(), right.group().lower()
    compound = before + after not in words and before in words and after in words
    return text + row if f"{before}-{after}" in words or compound else text[:-1] + row
