"""What setup knows to be right on disk, so that a second run takes no time."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from retrieval.files import whole

_FILE = "setup.json"


def digest(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class State:
    """Hashes of files under `home`, remembered with size and modification time in `home/setup.json`."""

    def __init__(self, home: Path) -> None:
        self._home = home
        try:
            self._stamps: dict[str, list[str | int]] = json.loads((home / _FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._stamps = {}  # a lost or broken memory costs one more hashing

    def sha256(self, target: str) -> str | None:
        """Hash of `home/target`, computed only if the file changed since it was last seen; None: no such file."""
        path = self._home / target
        if not path.is_file():
            return None
        stamp = self._stamps.get(target)
        seen = [path.stat().st_size, path.stat().st_mtime_ns]
        if stamp is None or stamp[1:3] != seen:
            self._stamps[target] = [digest(path), *seen]
            self._save()
        return str(self._stamps[target][0])

    def recipe(self, target: str) -> str | None:
        """What `home/target` was made from, if it is unchanged since `made` was called for it."""
        if self.sha256(target) is None:
            return None
        stamp = self._stamps[target]
        return str(stamp[3]) if len(stamp) > 3 else None

    def made(self, target: str, recipe: str) -> None:
        """Remembers that `home/target`, as it is now, was made from `recipe`."""
        self.sha256(target)
        self._stamps[target] = [*self._stamps[target][:3], recipe]
        self._save()

    def _save(self) -> None:
        with whole(self._home / _FILE) as part:
            part.write_text(json.dumps(self._stamps, indent=1, sort_keys=True), encoding="utf-8")
