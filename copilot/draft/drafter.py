"""A draft that always comes: the chosen engine within its time, or the extractive one, and it says so."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from langchain_core.messages import BaseMessage

from copilot.draft.deadline import stream_with_deadline
from copilot.draft.engines import default_engine, engine
from copilot.draft.engines.extractive import ExtractiveChat
from copilot.draft.errors import EngineFailed, EngineTimeout
from copilot.schema import Engine
from copilot.settings import Settings


class Drafter:
    """One engine for one draft. After streaming, `engine` says whether it fell back and why.

    Raises:
        BadInput: there is no engine of this name.
        Problem: its model is not installed.
    """

    def __init__(self, name: str | None, settings: Settings) -> None:
        self.name = name or settings.engine or default_engine()
        self._settings = settings
        self._chat = engine(self.name, settings)
        self._reason: str | None = None

    def stream(self, messages: list[BaseMessage]) -> Iterator[str]:
        """Text pieces. An engine that fails or hangs is followed by the extractive one."""
        try:
            yield from stream_with_deadline(self._chat, messages, self._settings.draft_timeout)
        except (EngineFailed, EngineTimeout) as error:
            self._reason = error.what
            yield "\n"
            yield from self.quote(messages)

    def quote(self, messages: list[BaseMessage]) -> Iterator[str]:
        """Text pieces of the extractive engine, which needs no model."""
        return stream_with_deadline(ExtractiveChat(), messages, self._settings.draft_timeout)

    @property
    def may_refuse(self) -> bool:
        """True if this engine's "the evidence does not answer" is believed: not the shipped small drafter's."""
        return self.name == "openai" or (self.name == "llamacpp" and self._settings.drafter is not None)

    @property
    def engine(self) -> Engine:
        return Engine(name=self.name, fell_back=self._reason is not None, reason=self._reason)

    @property
    def model(self) -> str:
        """Name and version of the model that was asked."""
        if self.name == "none":
            return "none"
        if self.name == "openai":
            return f"{self._settings.openai_model} at {self._settings.openai_url}"
        path = self._settings.drafter_gguf if self.name == "llamacpp" else self._settings.base_gguf
        return f"{path.name} sha256:{file_hash(path)[:16]}" if path.is_file() else path.name


def file_hash(path: Path) -> str:
    """Hex SHA-256 of a model file, read once for each change of the file."""
    stat = path.stat()
    return _hash(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _hash(path: Path, modified: int, size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
