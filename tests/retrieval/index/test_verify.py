from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.index import verify


def test_a_whole_index_has_no_problems(index_dir: Path) -> None:
    assert verify(index_dir) == []


@pytest.mark.parametrize("name", ["records.sqlite", "dense.faiss", "chunks.npy", "lexical/data.csc.index.npy"])
def test_one_changed_byte_is_found(index_dir: Path, name: str) -> None:
    file = next(index_dir.glob("gen-*")) / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert verify(index_dir) == [f"{name} was changed after it was written."]


def test_a_missing_file_is_found(index_dir: Path) -> None:
    (next(index_dir.glob("gen-*")) / "dense.faiss").unlink()
    assert verify(index_dir) == ["dense.faiss is missing."]


def test_a_changed_manifest_is_found(index_dir: Path) -> None:
    manifest = next(index_dir.glob("gen-*")) / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"records": 40', '"records": 41'))
    assert verify(index_dir) == ["manifest.json was changed after it was written."]


def test_no_index_is_a_problem(tmp_path: Path) -> None:
    assert verify(tmp_path) == [f"There is no index in {tmp_path}."]
