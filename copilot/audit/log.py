"""An append-only, hash-chained log of what was answered, from what, by which versions. No entry, no answer."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from copilot.schema import AuditRef
from retrieval.errors import Problem
from retrieval.files import whole

GENESIS = "0" * 64
"""`prev` of the first entry."""


class AuditUnavailable(Problem):
    """The log could not be written or read; nothing may be served."""


class AuditBroken(Problem):
    """The chain does not hold: an entry was changed, removed or inserted."""


class AuditLog:
    """A JSONL file of entries `{seq, time, kind, body, prev, hash}`.

    `hash` is the SHA-256 of the canonical JSON of the entry without it; `prev` is the hash before. A sidecar
    (`….head`) repeats the last sequence number and hash, so that entries cut off the end are noticed too.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._head = path.with_suffix(path.suffix + ".head")
        self._lock = FileLock(path.with_suffix(path.suffix + ".lock"), timeout=10)

    def append(self, kind: str, body: dict[str, Any]) -> AuditRef:
        """Writes one entry to disk (fsync) and returns its number and hash.

        Raises:
            AuditUnavailable: the entry is not on disk.
            AuditBroken: the last entry does not match the head; nothing was added.
        """
        with self._writing():
            seq, prev = self._last()
            entry = {
                "seq": seq + 1,
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "kind": kind,
                "body": body,
                "prev": prev,
            }
            digest = entry_hash(entry)
            line = canonical(entry | {"hash": digest}) + "\n"
            size = self.path.stat().st_size if self.path.exists() else 0
            try:
                with open(self.path, "a", encoding="utf-8", opener=_private) as file:
                    file.write(line)
                    file.flush()
                    os.fsync(file.fileno())
                with whole(self._head) as part:
                    part.write_text(f"{seq + 1} {digest}\n", encoding="utf-8")
            except OSError:
                self._cut_back(size)  # a half-written entry was never served
                raise
            return AuditRef(entry=seq + 1, hash=digest)

    def entries(self) -> Iterator[dict[str, Any]]:
        """Every entry in order, unchecked; see `verify`.

        Raises:
            AuditUnavailable: the file cannot be read.
            AuditBroken: a line is no entry.
        """
        if not self.path.exists():
            return
        try:
            with self.path.open(encoding="utf-8") as file:
                for line in file:
                    if line.endswith("\n"):  # the rest of a write that was cut short was never served
                        yield json.loads(line)
        except OSError as error:
            raise AuditUnavailable(f"The audit log could not be read ({type(error).__name__}).") from error
        except ValueError as error:
            raise AuditBroken(
                "A line of the audit log is no entry.",
                next_step="Run `copilot audit verify`, and compare with a backup.",
            ) from error

    def find(self, kind: str, id: str, key: str = "id") -> dict[str, Any] | None:
        """The newest entry of this kind whose body has this id under `key`; reads the whole file."""
        found = None
        for entry in self.entries():
            if entry["kind"] == kind and entry["body"].get(key) == id:
                found = entry
        return found

    def check(self) -> None:
        """Raises AuditUnavailable or AuditBroken if an entry could not be added now; adds none."""
        with self._writing():
            self._last()
            with open(self.path, "a", encoding="utf-8", opener=_private):
                pass

    def verify(self) -> int:
        """Number of entries of a log whose chain holds.

        Raises:
            AuditBroken: names the first line that does not hold.
        """
        prev, seq = GENESIS, 0
        lines, head = self._whole()
        for number, line in enumerate(lines, start=1):
            try:
                entry = json.loads(line)
                given = entry.pop("hash")
                holds = entry["prev"] == prev and entry["seq"] == number and entry_hash(entry) == given
            except (ValueError, KeyError, AttributeError, TypeError):
                holds, given = False, ""
            if not holds:
                raise AuditBroken(
                    f"The audit log does not hold from line {number} on.",
                    kept=f"Lines 1 to {number - 1} hold.",
                    next_step="Keep the file as it is and compare it with a backup.",
                )
            prev, seq = given, number
        # it is written after each entry: before the second, a crash may have left none
        cut = seq > 1 if head is None else head[0] > seq or (head[0] == seq and head[1] != prev)
        if cut:
            raise AuditBroken(
                f"The audit log ends at entry {seq}, but entries after it were written.",
                kept=f"Lines 1 to {seq} hold.",
                next_step="Entries were cut off the end: compare the file with a backup.",
            )
        return seq

    def _whole(self) -> tuple[list[str], tuple[int, str] | None]:
        """The lines and the head of one moment: while nobody writes, or of a copy that cannot be locked."""
        try:
            self._lock.acquire()
        except (OSError, Timeout):
            return self._lines(), self._head_state()
        try:
            return self._lines(), self._head_state()
        finally:
            self._lock.release()

    def _lines(self) -> list[str]:
        # a line ends with a line feed alone: JSON lets other separators of Unicode stand in a text
        lines = self.path.read_text(encoding="utf-8").removesuffix("\n").split("\n") if self.path.exists() else []
        return [] if lines == [""] else lines

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                yield
        except (OSError, Timeout) as error:
            raise AuditUnavailable(
                f"The audit log could not be written ({type(error).__name__}).",
                kept="Earlier entries are untouched; this answer was not given.",
                next_step=f"Check space and permissions of {self.path.parent}.",
            ) from error

    def _last(self) -> tuple[int, str]:
        """Sequence number and hash of the last entry, from the file itself; the head must agree.

        A process that died while writing leaves half a line, or a whole line that the head does not know yet. Half
        a line was never served: it is cut off. A whole line that continues the head is kept.
        """
        if self.path.exists():
            self._cut_back(_whole_lines(self.path))
        head, last = self._head_state(), _last_line(self.path)
        state, prev = (0, GENESIS), ""
        try:
            if last:
                entry = json.loads(last)
                state, prev = (int(entry["seq"]), str(entry["hash"])), str(entry["prev"])
        except (ValueError, KeyError, TypeError):
            state = (-1, "")
        if head not in (None, state, (state[0] - 1, prev)):
            raise AuditBroken(
                "The end of the audit log is not what was last written.",
                kept="Nothing was added.",
                next_step="Run `copilot audit verify`, and compare the file with a backup.",
            )
        return state

    def _head_state(self) -> tuple[int, str] | None:
        if not self._head.exists():
            return None
        seq, _, digest = self._head.read_text(encoding="utf-8").strip().partition(" ")
        return (int(seq), digest) if seq.isdigit() else (-1, "")

    def _cut_back(self, size: int) -> None:
        if self.path.exists() and self.path.stat().st_size > size:
            os.truncate(self.path, size)


def canonical(entry: dict[str, Any]) -> str:
    """The one JSON text of an entry: sorted keys, no spaces, no escapes."""
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def entry_hash(entry: dict[str, Any]) -> str:
    """Hex SHA-256 of an entry without its `hash`."""
    return hashlib.sha256(canonical(entry).encode()).hexdigest()


def _private(path: str, flags: int) -> int:
    """A new log can be read by its owner alone: it holds questions about patients."""
    return os.open(path, flags, 0o600)


def _whole_lines(path: Path) -> int:
    """Size of the file up to and with its last line break, in bytes."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        position = end
        while position > 0:
            step = min(65536, position)
            position -= step
            file.seek(position)
            found = file.read(step).rfind(b"\n")
            if found >= 0:
                return position + found + 1
    return 0


def _last_line(path: Path) -> str:
    """The last line of a file, read from its end."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        block = b""
        while end > 0 and block.rstrip(b"\n").count(b"\n") == 0:
            step = min(65536, end)
            end -= step
            file.seek(end)
            block = file.read(step) + block
    lines = block.splitlines()
    return lines[-1].decode() if lines else ""
