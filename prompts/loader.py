"""Prompts are data: one file each, with a name, a version and the reason for its words."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from langchain_core.messages import BaseMessage
from langchain_core.prompts import ChatPromptTemplate

_PART = re.compile(r"^--- (system|human)\n", re.MULTILINE)


@dataclass(frozen=True)
class Prompt:
    """A prompt file.

    `sha256` is of the whole file, so an answer's provenance names the exact words it was made with.
    """

    name: str
    version: int
    sha256: str
    template: ChatPromptTemplate

    @property
    def label(self) -> str:
        """Version and hash for an answer's provenance."""
        return f"v{self.version} sha256:{self.sha256[:16]}"

    def render(self, **fields: str) -> list[BaseMessage]:
        """The messages with `fields` filled in. Braces inside a field are text, never a template.

        Raises:
            KeyError: a field of the template is missing.
        """
        return self.template.format_messages(**fields)


@lru_cache
def load(name: str) -> Prompt:
    """The prompt `prompts/{name}.md`.

    Raises:
        FileNotFoundError: there is no such prompt.
        ValueError: the file is not a prompt: no header, or no message.
    """
    text = (resources.files("prompts") / f"{name}.md").read_text(encoding="utf-8")
    return parse(text)


def parse(text: str) -> Prompt:
    """A prompt from its file's text."""
    header, *parts = _PART.split(text)
    version = re.search(r"^version: (\d+)$", header, re.MULTILINE)
    name = re.search(r"^name: (\S+)$", header, re.MULTILINE)
    if version is None or name is None or not parts:
        raise ValueError("a prompt file starts with `name:` and `version:`, then `--- system` or `--- human` parts")
    messages = list(zip(parts[::2], (body.rstrip("\n") for body in parts[1::2]), strict=True))
    return Prompt(
        name=name[1],
        version=int(version[1]),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        template=ChatPromptTemplate.from_messages(messages),
    )
