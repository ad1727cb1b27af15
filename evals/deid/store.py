"""Predictions on disk, so that an interrupted run goes on where it stopped. Offsets and verdicts only, never text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from evals.deid.document import Prediction, Span
from retrieval.files import whole


@dataclass(frozen=True)
class Pass:
    """What a system said of every text of a set, in order, and what it took.

    `cpu_seconds` counts all threads and, unlike `seconds`, hardly depends on what else the machine does.
    """

    predictions: tuple[Prediction, ...]
    seconds: float
    cpu_seconds: float


class Store:
    """A folder with one file a pass, named by system, set and version of both: what changed is run again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, system: str, version: str, sha256: str) -> Pass | None:
        """The pass of this version over the set with this hash, if it was finished."""
        path = self._path(system, version, sha256)
        if not path.is_file():
            return None
        kept = json.loads(path.read_text(encoding="utf-8"))
        predictions = (
            Prediction(tuple(Span(*span) for span in spans), verdict) for verdict, spans in kept["predictions"]
        )
        return Pass(tuple(predictions), kept["seconds"], kept["cpu_seconds"])

    def put(self, system: str, version: str, sha256: str, done: Pass) -> None:
        """Keep a finished pass; the file appears whole or not at all."""
        path = self._path(system, version, sha256)
        rows = [[one.verdict, [astuple(span) for span in one.spans]] for one in done.predictions]
        kept = {"seconds": done.seconds, "cpu_seconds": done.cpu_seconds, "predictions": rows}
        with whole(path) as part:
            part.write_text(json.dumps(kept), encoding="utf-8")

    def _path(self, system: str, version: str, sha256: str) -> Path:
        return self.folder / f"{system}-{version[:12]}-{sha256[:12]}.json"


def digest(files: Sequence[Path]) -> str:
    """SHA-256 over the contents of files, in the order of their paths."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
