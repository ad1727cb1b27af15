"""An index on disk: generations, of which CURRENT names one, and the work that will be the next.

    DIR/CURRENT            name of the generation that answers, and the SHA-256 of its manifest
    DIR/gen-…/             one whole index, never changed once it is named
    DIR/.work/             a build under way, or what an interrupted one left for the next
    DIR/.lock, .writer     the writer's lock, and who holds it

A reader opens what CURRENT names. A writer makes a new generation beside it and then replaces CURRENT in one step,
so that there is always exactly one whole index; files of an old generation that are still open stay readable.
"""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from retrieval.errors import BadInput, IndexBroken, IndexBusy, Problem
from retrieval.index.manifest import SCHEMA, Manifest, sha256

_NEARLY_FULL = 1 << 20
_REBUILD = "Run `copilot index build` to make it."


class Generation(NamedTuple):
    """The names inside one generation's folder."""

    path: Path

    @property
    def manifest(self) -> Path:
        return self.path / "manifest.json"

    @property
    def records(self) -> Path:
        return self.path / "records.sqlite"

    @property
    def lexical(self) -> Path:
        return self.path / "lexical"

    @property
    def chunks(self) -> Path:
        return self.path / "chunks.npy"

    @property
    def dense(self) -> Path:
        return self.path / "dense.faiss"

    def load_manifest(self) -> Manifest:
        """Raises IndexBroken if it is missing or of another version of this software."""
        try:
            text = self.manifest.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise IndexBroken(f"The index in {self.path.parent} has no manifest.", next_step=_REBUILD) from error
        try:
            manifest = Manifest.model_validate_json(text)
        except ValueError as error:
            raise IndexBroken(
                f"The manifest in {self.path} cannot be read: it is damaged, or of another version.",
                next_step=_REBUILD,
            ) from error
        if manifest.schema_version != SCHEMA:
            raise IndexBroken(
                f"{self.path.parent} has index format {manifest.schema_version}; this software reads {SCHEMA}.",
                next_step=_REBUILD,
            )
        return manifest


def current(out: Path) -> tuple[Generation, str]:
    """The generation that answers, and the SHA-256 its manifest should have.

    Raises:
        IndexBroken: there is none.
    """
    try:
        name, digest = (out / "CURRENT").read_text(encoding="utf-8").split()
    except FileNotFoundError as error:
        if (out / ".work").is_dir():
            raise IndexBroken(
                f"The index in {out} is only half built.",
                kept="What was done is kept.",
                next_step="Run the same `copilot index build` again: it goes on where it stopped.",
            ) from error
        raise IndexBroken(f"There is no index in {out}.", next_step=_REBUILD) from error
    except ValueError as error:
        raise IndexBroken(f"{out / 'CURRENT'} is damaged.", next_step=_REBUILD) from error
    generation = Generation(out / name)
    if not generation.path.is_dir():
        raise IndexBroken(f"{out / 'CURRENT'} names {name}, which is not there.", next_step=_REBUILD)
    return generation, digest


def publish(out: Path, work: Path, manifest: Manifest) -> None:
    """Make the finished folder `work` the index, then remove every other generation and all work."""
    generation = Generation(out / manifest.id)
    Generation(work).manifest.write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    for file in work.rglob("*"):
        _to_disk(file)
    work.rename(generation.path)
    pointer = out / "CURRENT.new"
    pointer.write_text(f"{manifest.id} {sha256(generation.manifest)}\n", encoding="utf-8")
    _to_disk(pointer)
    pointer.replace(out / "CURRENT")
    _to_disk(out)
    for old in out.glob("gen-*"):
        if old != generation.path:
            shutil.rmtree(old)
    shutil.rmtree(out / ".work")


def finished(path: Path, make: Callable[[Path], None]) -> Path:
    """`path`, made if it is not there: under another name first, so that what bears its name is whole."""
    if not path.exists():
        partial = path.with_name(f"{path.name}.partial")
        discard(partial)
        make(partial)
        partial.rename(path)
    return path


def discard(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Hold the folder's writer lock, and say it plainly when the disk is full.

    Raises:
        IndexBusy: another process holds it.
        BadInput: the folder cannot be written, or what should be read may not be.
        Problem: no space is left.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / ".lock", timeout=0)
        with lock:
            (out / ".writer").write_text(
                f"process {os.getpid()} on {socket.gethostname()} since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
            )
            yield
    except Timeout as error:
        raise IndexBusy(
            f"Another build or update writes to {out}: {_holder(out)}.",
            kept="The present index answers meanwhile.",
            next_step="Wait until it is done.",
        ) from error
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        raise BadInput(
            f"{error.filename} cannot be used: {error.strerror}.",
            next_step="Give a folder that you may write, and files that you may read.",
        ) from error
    except (OSError, sqlite3.Error, RuntimeError) as error:
        if not _disk_full(error, out):
            raise
        raise Problem(
            f"No space is left on the disk of {out}.",
            kept="The previous index, if there was one, still answers; finished steps are kept.",
            next_step="Free some space and run the same command again: it goes on where it stopped.",
        ) from error


def _holder(out: Path) -> str:
    try:
        return (out / ".writer").read_text()
    except FileNotFoundError:
        return "it has only just begun"


def _disk_full(error: Exception, out: Path) -> bool:
    """NumPy and FAISS report a failed write without its cause, so the free space has to tell."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return True
    return shutil.disk_usage(out).free < _NEARLY_FULL


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
