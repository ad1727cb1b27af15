"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PART = ".part"
_BESIDE = ("", ".wal", ".tmp", ".spill")
"""A database keeps a journal beside its file, and a folder of what memory could not hold."""


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A free path beside `target`, which becomes `target` when the block ends, and is gone when the block fails.

    Its name holds the process, so that of two writers at once the last one wins and neither writes into the other's
    file. Makes the folder. Raises OSError: the disk is full or cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}{_PART}")
    _drop(part)
    try:
        yield part
        part.replace(target)
    finally:
        _drop(part)


def clear(folders: Iterable[Path]) -> None:
    """Removes what writers that were killed left in `folders` and below. Only where nobody else writes now."""
    for folder in folders:
        for left in folder.rglob(f".*{_PART}"):
            left.unlink()


def _drop(part: Path) -> None:
    """Removes the part and what a database laid beside it.

    By name, not by looking through the folder: that may hold a hundred thousand files, each written like this.
    """
    for left in (part.with_name(part.name + ending) for ending in _BESIDE):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink(missing_ok=True)
