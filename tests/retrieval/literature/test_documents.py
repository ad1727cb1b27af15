"""A folder of documents: sections, pages, parts, sidecars, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.literature.documents import document_files, read_documents
from retrieval.literature.items import Fault
from retrieval.record import Record

Write = Callable[..., Path]

PROTOCOL = """---
owner: ward 3
---
# Potassium protocol

Keep it
between **4.0** and 5.0 mmol/L ([why](https://example.org)).

## Dose

1. Give 20 mmol.
2. Check after `2 h`.

| weight | dose |
|---|---|
| < 50 kg | 10 mmol |

### Children
Ask.

Dose
----
Second section of that name.
"""


def records(folder: Path) -> list[Record]:
    items = list(read_documents(folder))
    assert not [item for item in items if isinstance(item, Fault)]
    return [item for item in items if isinstance(item, Record)]


def fault(folder: Path) -> Fault:
    (found,) = [item for item in read_documents(folder) if isinstance(item, Fault)]
    return found


def test_markdown_by_heading(write: Write, tmp_path: Path) -> None:
    write(PROTOCOL, "ward/potassium.md")
    found = records(tmp_path)
    assert [(record.id, record.title) for record in found] == [
        ("doc:ward/potassium.md#potassium-protocol", "Potassium protocol"),
        ("doc:ward/potassium.md#dose", "Potassium protocol — Dose"),
        ("doc:ward/potassium.md#children", "Potassium protocol — Dose — Children"),
        ("doc:ward/potassium.md#dose-2", "Potassium protocol — Dose"),
    ]
    assert found[0].text == "Keep it between 4.0 and 5.0 mmol/L (why)."
    assert found[1].text == "1. Give 20 mmol.\n2. Check after 2 h.\nweight | dose\n< 50 kg | 10 mmol"
    assert {(record.kind, record.design) for record in found} == {("document", "unclassified")}


def test_sidecar(write: Write, tmp_path: Path) -> None:
    meta = {"title": "Insomnia", "organisation": "Sleep Society", "year": 2023, "doi": "10.1/g", "version": "2.1"}
    write("Sleep well.", "g.txt")
    write(json.dumps({**meta, "kind": "guideline", "language": "eng"}), "g.meta.json")
    (record,) = records(tmp_path)
    assert (record.id, record.title, record.kind, record.language) == (
        "doc:g.txt#part-1",
        "Insomnia",
        "guideline",
        "eng",
    )
    assert (record.source.organisation, record.source.version, record.source.doi) == (
        "Sleep Society",
        "2.1",
        "10.1/g",
    )
    assert record.source.url == "https://doi.org/10.1/g"
    assert (record.grade.design, record.grade.level, record.grade.year) == ("guideline", 1, 2023)


@pytest.mark.parametrize("sidecar", ["{", '{"year": "long ago"}', '{"kind": "law"}', '{"unknown": 1}', "[]"])
def test_a_broken_sidecar_leaves_the_document_out(write: Write, tmp_path: Path, sidecar: str) -> None:
    write("Sleep well.", "a.txt")
    write("Sleep well.", "g.txt")
    write(sidecar, "g.txt.meta.json")
    items = list(read_documents(tmp_path))
    assert [type(item) for item in items] == [Record, Fault]
    assert fault(tmp_path).last_good == "doc:a.txt#part-1"


def test_long_text_becomes_parts_of_about_a_screen(write: Write, tmp_path: Path) -> None:
    paragraph = "One sentence stands\nhere. " * 40
    write("\n\n".join([paragraph] * 5 + ["x. Y" * 2000]), "long.txt")
    found = records(tmp_path)
    assert [record.id for record in found] == [f"doc:long.txt#part-{n}" for n in range(1, len(found) + 1)]
    assert found[0].title == "long — part 1"
    assert all(len(record.text) <= 3000 for record in found[:-1])
    assert found[0].text.split("\n")[0] == " ".join(paragraph.split())


def test_pdf_pages(write_pdf: Callable[..., Path], tmp_path: Path) -> None:
    write_pdf(
        "guide.pdf",
        [
            [
                "Treatment",
                "Patients with severe potassium loss need treat-",
                "ment with a beta-blocker and rest in bed.",
            ],
            ["The beta-", "blocker is stopped when the heart rate is below fifty per minute.", "- first bullet"],
        ],
        title="Potassium",
    )
    first, second = records(tmp_path)
    assert (first.id, first.title) == ("doc:guide.pdf#page-1", "Potassium — page 1")
    assert first.text == (
        "Treatment\nPatients with severe potassium loss need treatment with a beta-blocker and rest in bed."
    )
    assert second.text == (
        "The beta-blocker is stopped when the heart rate is below fifty per minute.\n- first bullet"
    )


def test_pdf_with_a_scanned_page(write_pdf: Callable[..., Path], tmp_path: Path) -> None:
    write_pdf("half.pdf", [["Some text."], []])
    items = list(read_documents(tmp_path))
    assert [type(item) for item in items] == [Record, Fault]
    assert fault(tmp_path).message.endswith(": 2")


def test_pdfs_that_cannot_be_read(write: Write, write_pdf: Callable[..., Path], tmp_path: Path) -> None:
    whole = write_pdf("a-encrypted.pdf", [["Secret."]], password="x")
    write_pdf("b-scanned.pdf", [[]])
    write(b"%PDF-1.7\nnothing", "c-broken.pdf")
    write(whole.read_bytes()[:300], "d-cut.pdf")
    write(b"", "e-empty.pdf")
    messages = [item.message for item in read_documents(tmp_path) if isinstance(item, Fault)]
    assert len(messages) == 5
    assert "encrypted" in messages[0]
    assert "images" in messages[1]


@pytest.mark.parametrize("content", [b"caf\xe9", b"a\0b", b"", b"\n \n"])
def test_text_that_is_no_text(write: Write, tmp_path: Path, content: bytes) -> None:
    write(content, "a.txt")
    assert fault(tmp_path).file.endswith("a.txt")


def test_utf16_with_a_mark(write: Write, tmp_path: Path) -> None:
    write("Müde.".encode("utf-16"), "a.txt")
    assert records(tmp_path)[0].text == "Müde."


def test_links_that_leave_the_folder_are_refused(write: Write, tmp_path: Path) -> None:
    outside = write("Outside.", "outside/secret.txt")
    folder = write("Inside.", "in/a.txt").parent
    (folder / "b.txt").symlink_to(folder / "a.txt")
    (folder / "c.txt").symlink_to(outside)
    (folder / "d").symlink_to(outside.parent)
    (folder / "e.txt").symlink_to(folder / "missing.txt")
    items = list(read_documents(folder))
    assert [item.id for item in items if isinstance(item, Record)] == ["doc:a.txt#part-1", "doc:b.txt#part-1"]
    assert [Path(item.file).name for item in items if isinstance(item, Fault)] == ["c.txt", "d", "e.txt"]
    assert [path.name for path in document_files(folder)] == ["a.txt", "b.txt"]


def test_other_kinds_of_file(write: Write, tmp_path: Path) -> None:
    write("x", "a.docx")
    write("x", "b.png")
    write("x", ".hidden.txt")
    write("x", ".git/c.txt")
    assert Path(fault(tmp_path).file).name == "a.docx"
    assert len(list(read_documents(tmp_path))) == 1
