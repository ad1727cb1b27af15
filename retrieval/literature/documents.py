"""A folder of guidelines and protocols (Markdown, plain text, PDF) as records of about a screen each."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from retrieval.evidence import Design, Grade, Source
from retrieval.literature.grading import LEVELS
from retrieval.literature.items import Fault, Item
from retrieval.literature.markdown import passages
from retrieval.literature.paragraphs import group
from retrieval.literature.pdf import Unreadable, read_pdf
from retrieval.record import Record

SUFFIXES = frozenset({".md", ".markdown", ".txt", ".pdf"})
_UNSUPPORTED = frozenset({".doc", ".docx", ".odt", ".rtf", ".html", ".htm", ".ppt", ".pptx", ".epub"})
_SIDECAR = ".meta.json"


class Meta(BaseModel):
    """What a sidecar file `NAME.meta.json` says about the document `NAME.pdf` (or .md, .txt)."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = None
    organisation: str | None = None
    year: int | None = Field(default=None, ge=1000, le=2999)
    doi: str | None = None
    version: str | None = None
    kind: Literal["guideline", "document"] = "document"
    language: str | None = Field(default=None, description="ISO 639-2: eng")
    url: str | None = None


class _Part(NamedTuple):
    """A piece of a document: its anchor within it, where it stands, its text."""

    anchor: str
    place: str
    text: str


def document_files(folder: Path) -> list[Path]:
    """The documents and sidecars below `folder`, sorted, without links that leave it."""
    return [path for path, fault in _walk(folder) if fault is None]


def read_documents(folder: Path) -> Iterator[Item]:
    """Records of all documents below `folder`, sorted by path: `doc:path/in/folder.md#heading`, `….pdf#page-3`.

    A document that cannot be read, has a broken sidecar, or is a link out of the folder yields a `Fault`.
    """
    last_good: str | None = None
    for path, refused in _walk(folder):
        if path.name.endswith(_SIDECAR) and refused is None:
            continue
        items = [Fault(str(path), "whole file", None, refused)] if refused else _document(folder, path)
        for item in items:
            yield item._replace(last_good=last_good) if isinstance(item, Fault) else item
            last_good = item.id if isinstance(item, Record) else last_good


def _walk(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Files to read or to refuse, with the reason to refuse."""
    root = folder.resolve()
    for current, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        links = [name for name in names if (Path(current) / name).is_symlink()]
        for name in sorted(name for name in (*files, *links) if not name.startswith(".")):
            path = Path(current) / name
            if not path.resolve().is_relative_to(root):
                yield path, "this link leaves the folder and is not followed"
            elif path.suffix.lower() in SUFFIXES or name.endswith(_SIDECAR):
                yield path, None if path.is_file() else "this link leads nowhere"
            elif path.suffix.lower() in _UNSUPPORTED:
                yield path, f"{path.suffix} is not read: save it as PDF, Markdown or plain text"


def _document(folder: Path, path: Path) -> list[Item]:
    try:
        meta = _meta(path)
    except (ValidationError, OSError) as error:
        reason = error.errors(include_input=False)[0]["msg"] if isinstance(error, ValidationError) else str(error)
        return [_fault(path, f"its sidecar is broken, so the document was left out: {reason}")]
    faults: list[Item] = []
    try:
        match path.suffix.lower():
            case ".pdf":
                pdf = read_pdf(path)
                title = meta.title or pdf.title or path.stem
                parts = _pages(pdf.pages)
                if pdf.scanned:
                    pages = ", ".join(map(str, pdf.scanned))
                    faults = [_fault(path, f"pages without text, only images (OCR them): {pages}")]
            case ".txt":
                title = meta.title or path.stem
                parts = _numbered(group(_paragraphs(_decoded(path))))
            case _:
                title, parts = _sections(_decoded(path), meta.title, path.stem)
    except (Unreadable, OSError) as error:
        return [_fault(path, str(error))]
    records: list[Item] = [_record(folder, path, meta, title, part) for part in _unique(parts)]
    return [*records, *faults] or [_fault(path, "it holds no text")]


def _fault(path: Path, message: str) -> Fault:
    return Fault(str(path), "whole file", None, message)


def _meta(path: Path) -> Meta:
    for sidecar in (path.with_name(path.name + _SIDECAR), path.with_name(path.stem + _SIDECAR)):
        if sidecar.is_file():
            return Meta.model_validate_json(sidecar.read_bytes())
    return Meta()


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"byte {error.start} is not {encoding.removesuffix('-sig').upper()}: save it as UTF-8"
        ) from error
    if "\0" in text:
        raise Unreadable("it is not text: it holds NUL characters")
    return text


def _paragraphs(text: str) -> list[str]:
    """Paragraphs of plain text; line breaks within one are only layout, except before a list item."""
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*•]|\d{1,2}[.)])\s)", text.replace("\r\n", "\n"))
    return [" ".join(block.split()) for block in blocks if block.strip()]


def _sections(source: str, given: str | None, stem: str) -> tuple[str, list[_Part]]:
    """Title of a Markdown document (given, or its first top heading, or its file's name) and its sections."""
    found = passages(source)
    top = next((passage.path[0] for passage in found if passage.path), "")
    title = given or top or stem
    return title, [
        _Part(_slug(passage.path[-1] if passage.path else "top"), _place(passage.path, title), text)
        for passage in found
        for text in group(passage.paragraphs)
    ]


def _place(path: tuple[str, ...], title: str) -> str:
    return " — ".join(path[1:] if path[:1] == (title,) else path)


def _pages(pages: dict[int, list[str]]) -> list[_Part]:
    return [
        _Part(f"page-{number}", f"page {number}", text)
        for number, paragraphs in pages.items()
        for text in group(paragraphs)
    ]


def _numbered(texts: Iterable[str]) -> list[_Part]:
    parts = [_Part(f"part-{number}", f"part {number}", text) for number, text in enumerate(texts, start=1)]
    return parts if len(parts) > 1 else [part._replace(place="") for part in parts]


def _slug(heading: str) -> str:
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", heading).lower())
    return "-".join(words) or "section"


def _unique(parts: Iterable[_Part]) -> Iterator[_Part]:
    """The same parts with every anchor once: the second "dose" becomes "dose-2"."""
    used: set[str] = set()
    for part in parts:
        anchor, copy = part.anchor, 1
        while anchor in used:
            copy += 1
            anchor = f"{part.anchor}-{copy}"
        used.add(anchor)
        yield part._replace(anchor=anchor)


def _record(folder: Path, path: Path, meta: Meta, title: str, part: _Part) -> Record:
    design: Design = "guideline" if meta.kind == "guideline" else "unclassified"
    return Record(
        id=f"doc:{path.relative_to(folder).as_posix()}#{part.anchor}",
        kind=meta.kind,
        title=" — ".join(filter(None, (title, part.place))),
        text=part.text,
        source=Source(
            doi=meta.doi,
            url=meta.url or (f"https://doi.org/{meta.doi}" if meta.doi else None),
            organisation=meta.organisation,
            version=meta.version,
        ),
        year=meta.year,
        date=None if meta.year is None else str(meta.year),
        language=meta.language,
        grade=Grade(design=design, level=LEVELS[design], year=meta.year),
    )
