"""Outcomes by a keyed hash of their input: what was de-identified once is not read again."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Self

import copilot
from copilot.deid.keys import derive, project_key
from copilot.deid.shift import DateMode
from copilot.deid.types import Deidentified
from copilot.settings import Settings


class Cache:
    """An SQLite file. It holds outcomes, which identify nobody, under HMACs of their inputs; never an input.

    `recipe` names what else decides an outcome.
    """

    def __init__(self, path: Path, key: bytes, recipe: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._key, self._recipe = key, recipe
        self._file = sqlite3.connect(path, isolation_level=None)
        path.chmod(0o600)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("CREATE TABLE IF NOT EXISTS outcome (id BLOB PRIMARY KEY, body TEXT) WITHOUT ROWID")

    @classmethod
    def of(cls, settings: Settings, mode: DateMode) -> Self:
        """The cache of this installation."""
        return cls(settings.home / "deid" / "cache.sqlite", project_key(settings.home), recipe(settings, mode))

    def get(self, text: str, patient: str) -> Deidentified | None:
        """The outcome of an earlier run on the same input, or None."""
        row = self._file.execute("SELECT body FROM outcome WHERE id = ?", (self._id(text, patient),)).fetchone()
        return Deidentified.model_validate_json(row[0]) if row else None

    def put(self, text: str, patient: str, outcome: Deidentified) -> None:
        """Keeps an outcome that may go on; the text of the others could still identify somebody."""
        if outcome.verdict == "pass":
            self._file.execute(
                "INSERT OR REPLACE INTO outcome VALUES (?, ?)", (self._id(text, patient), outcome.model_dump_json())
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _id(self, text: str, patient: str) -> bytes:
        return derive(self._key, "cache", self._recipe, patient, text)


def recipe(settings: Settings, mode: DateMode) -> str:
    """What decides an outcome beside its input: version, detectors and lists, date mode, which models are there."""
    models, adapter = settings.home / "models", Path(copilot.__file__).parent / "adapters" / "tagger"
    read_by = [models / "rampart" / "model_q4.onnx", models / "encoder" / "model.safetensors", *adapter.glob("*")]
    return "|".join([copilot.__version__, _code(), mode, *map(_state, sorted(read_by))])


def _code() -> str:
    """Fingerprint of the detectors and lists: another version of them reads afresh."""
    folder = Path(__file__).parent
    files = sorted([*folder.rglob("*.py"), *folder.rglob("*.gz"), *folder.rglob("*.txt")])
    return derive(b"code", *map(_state, files)).hex()


def _state(file: Path) -> str:
    if not file.is_file():
        return f"{file.name} -"
    stat = file.stat()
    return f"{file.name} {stat.st_size} {stat.st_mtime_ns}"
