from __future__ import annotations

from pathlib import PurePath

import pytest

from copilot.deid.filename import public_name

KEY = bytes(32)


@pytest.mark.parametrize(
    "name", ["a.txt", "note_12.txt", "discharge-summary.md", "patient 2.json.gz", "lab/note.txt"]
)
def test_a_name_that_says_what_a_file_is_stays(name: str) -> None:
    assert public_name(PurePath(name), KEY) == PurePath(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ana_Ruiz.txt",
        "note 1961-03-04.txt",
        "note 12345.txt",
        "NoteRuiz.txt",
        "ruiz/note.txt",
        "ana.ruiz.txt",
        "ana.ruiz",
    ],
)
def test_any_other_name_becomes_a_pseudonym(name: str) -> None:
    given = public_name(PurePath(name), KEY)
    assert given == public_name(PurePath(name), KEY) != public_name(PurePath(name), b"k" * 32)
    assert not [part for part in ("ruiz", "ana", "1961", "12345") if part in str(given).lower().removesuffix(".txt")]
    assert given.suffix == (".txt" if name.endswith(".txt") else "")
