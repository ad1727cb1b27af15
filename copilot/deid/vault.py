"""The only place where an original and its surrogate stand together: encrypted, with its own key and mode."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from filelock import FileLock

from copilot.audit import AuditLog
from copilot.deid.keys import derive
from copilot.deid.types import Deidentified
from retrieval.errors import BadInput, Problem


class VaultBroken(Problem):
    """The vault is damaged, or the key is not its key."""


class Vault:
    """Surrogate to original, per patient; one Fernet token a line in a file of mode 0600.

    `key` is the vault's own secret and not the project key: who may de-identify may not therefore re-identify.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._fernet = Fernet(base64.urlsafe_b64encode(derive(key, "vault")))
        self._lock = FileLock(f"{path}.lock")

    def keep(self, patient: str, text: str, outcome: Deidentified) -> None:
        """Stores what each surrogate of `outcome` stands for in `text`, its input."""
        pairs = {span.surrogate: text[span.start : span.end] for span in outcome.spans}
        token = self._fernet.encrypt(json.dumps({"patient": patient, "pairs": pairs}).encode())
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._lock:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "ab") as file:
                file.write(token + b"\n")
                file.flush()
                os.fsync(file.fileno())

    def originals(self, patient: str) -> dict[str, str]:
        """All surrogates of one patient and what they stand for. Call `reidentify`, which leaves a trace, instead.

        Raises:
            VaultBroken: a line does not open.
        """
        found: dict[str, str] = {}
        if not self._path.exists():
            return found
        for line in self._path.read_bytes().splitlines():
            try:
                entry = json.loads(self._fernet.decrypt(line))
            except (InvalidToken, ValueError) as error:
                raise VaultBroken(
                    "The vault does not open.",
                    kept="Nothing was changed in it.",
                    next_step="Use the key it was made with, or restore the file from your backup.",
                ) from error
            if entry["patient"] == patient:
                found |= entry["pairs"]
        return found


def reidentify(vault: Vault, audit: AuditLog, *, patient: str, surrogate: str, who: str, why: str) -> str:
    """The original behind one surrogate. Who asked and why is in the audit log before it is returned.

    The log names the patient's key and the request by hashes only.

    Raises:
        BadInput: nobody asks, for no reason, or for a surrogate the vault does not have.
        AuditUnavailable, AuditBroken: it cannot be logged, so it is not answered.
    """
    if not who.strip() or not why.strip():
        raise BadInput("Re-identification needs the name of who asks, and a reason.")
    original = vault.originals(patient).get(surrogate)
    request = derive(b"reidentification", patient, surrogate).hex()
    audit.append("reidentification", {"id": request, "who": who, "why": why, "found": original is not None})
    if original is None:
        raise BadInput("The vault holds no such surrogate for this patient.")
    return original
