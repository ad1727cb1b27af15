"""Carriers: sentences and notes with slots, in text files (`data/*.txt`).

    == nursing            a group of carriers; each line is one, `\\n` in it is a line break
    {p} slept well, {symptom} settled by {time}.
    -- symptom            words for a slot; each line is one alternative and may hold slots itself

A slot is `{name}` or `{name.form}`. What no `--` list names goes to the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from random import Random

from copilot.training.tagger.text import Piece

_SLOT = re.compile(r"\{([a-z0-9_.]+)\}")
_FILES = ("words", "questions", "notes", "letters", "forms", "hard")


@dataclass(frozen=True)
class Carriers:
    """Carriers by group, alternatives by slot."""

    groups: dict[str, tuple[str, ...]]
    slots: dict[str, tuple[str, ...]]

    def fill(self, carrier: str, random: Random, slot: Callable[[str], list[Piece]]) -> Iterator[Piece]:
        """The pieces of a carrier, its slots filled by the lists or else by `slot`."""
        at = 0
        for match in _SLOT.finditer(carrier):
            if match.start() > at:
                yield Piece(carrier[at : match.start()])
            at = match.end()
            if lines := self.slots.get(match.group(1)):
                yield from self.fill(random.choice(lines), random, slot)
            else:
                yield from slot(match.group(1))
        if at < len(carrier):
            yield Piece(carrier[at:])


def parse(source: str) -> Carriers:
    """The carriers written in a text. Raises ValueError for a line before the first heading."""
    groups: dict[str, list[str]] = {}
    slots: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in source.splitlines():
        if line.startswith("== "):
            current = groups.setdefault(line[3:].strip(), [])
        elif line.startswith("-- "):
            current = slots.setdefault(line[3:].strip(), [])
        elif line.strip() and not line.startswith("#"):
            if current is None:
                raise ValueError("a carrier before the first heading")
            current.append(line.replace("\\n", "\n"))
    return Carriers(
        {name: tuple(lines) for name, lines in groups.items()}, {name: tuple(lines) for name, lines in slots.items()}
    )


def load() -> Carriers:
    """The carriers that ship with the training package."""
    folder = files(__package__) / "data"
    return parse("\n".join((folder / f"{name}.txt").read_text(encoding="utf-8") for name in _FILES))
