"""The project's secret key: what makes surrogates repeatable here and meaningless elsewhere."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from retrieval.errors import Problem


class KeyUnreadable(Problem):
    """The project key is there and cannot be used."""


def project_key(home: Path) -> bytes:
    """The 32-byte key under `home/deid/project.key`, made (mode 0600) on first use.

    Raises:
        KeyUnreadable: the file is damaged or not readable.
    """
    path = home / "deid" / "project.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    if len(key) != 32:
        raise _unreadable(path)
    return key


def derive(key: bytes, *parts: str) -> bytes:
    """HMAC-SHA256 of the parts, unambiguous about where one ends."""
    message = b"".join(len(data := part.encode()).to_bytes(4, "big") + data for part in parts)
    return hmac.new(key, message, hashlib.sha256).digest()


def _unreadable(path: Path) -> KeyUnreadable:
    return KeyUnreadable(
        f"The project key {path} cannot be read.",
        kept="Nothing was replaced or written.",
        next_step="Restore it from your backup; with a new key, surrogates no longer match earlier ones.",
    )
