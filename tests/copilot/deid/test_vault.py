"""The vault: unreadable without its key, private, and every opening in the audit log."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from copilot.audit import AuditLog
from copilot.deid.text import Deidentifier
from copilot.deid.vault import Vault, VaultBroken, reidentify
from retrieval.errors import BadInput

NOTE = "Seen by Dr. Foley."


@pytest.fixture
def vault(tmp_path: Path, deidentifier: Deidentifier) -> Vault:
    made = Vault(tmp_path / "vault", b"v" * 32)
    made.keep("p", NOTE, deidentifier.text(NOTE, patient="p"))
    return made


def test_the_file_is_private_and_shows_nothing(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "vault"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"Foley" not in path.read_bytes()


def test_another_key_opens_nothing(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(VaultBroken):
        Vault(tmp_path / "vault", b"w" * 32).originals("p")


def test_reidentification_is_answered_only_with_a_trace(
    vault: Vault, tmp_path: Path, deidentifier: Deidentifier
) -> None:
    audit = AuditLog(tmp_path / "audit.jsonl")
    surrogate = deidentifier.text(NOTE, patient="p").spans[0].surrogate
    assert (
        reidentify(vault, audit, patient="p", surrogate=surrogate, who="A. Reviewer", why="safety recall") == "Foley"
    )
    entry = list(audit.entries())[-1]
    assert entry["kind"] == "reidentification" and entry["body"]["who"] == "A. Reviewer"
    assert "Foley" not in str(entry) and surrogate not in str(entry)


def test_nobody_and_no_reason_get_nothing(vault: Vault, tmp_path: Path) -> None:
    audit = AuditLog(tmp_path / "audit.jsonl")
    with pytest.raises(BadInput):
        reidentify(vault, audit, patient="p", surrogate="x", who="", why="curious")
    with pytest.raises(BadInput):
        reidentify(vault, audit, patient="q", surrogate="x", who="A", why="recall")
