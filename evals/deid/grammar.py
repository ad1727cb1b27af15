"""Templates of notes: a small context-free grammar in a text file.

    == nursing lower          a note, with the styles it is written in; several blocks of one name are alternatives
    pt {pt.last} seen {date}
    -- complaint              a symbol; every line below is one alternative
    chest pain
    cough for {number} days

`{symbol}` is replaced by an alternative of the symbol, expanded in turn; any other `{name}` or `{name.form}` is a
slot and goes to the caller. Cycles are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from evals.deid.document import Piece

_SLOT = re.compile(r"\{([a-z0-9_.]+)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """One note: its kind, its styles, its text."""

    kind: str
    styles: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Grammar:
    """Templates by kind and alternatives by symbol."""

    notes: tuple[Template, ...] = ()
    symbols: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(note.kind for note in self.notes))

    def joined(self, other: Grammar) -> Grammar:
        """Both grammars; alternatives of a symbol that both have add up."""
        symbols = dict(self.symbols)
        for name, lines in other.symbols.items():
            symbols[name] = symbols.get(name, ()) + lines
        return Grammar(self.notes + other.notes, symbols)

    def only(self, wanted: Callable[[str], bool]) -> Grammar:
        """With those alternatives that are wanted."""
        return Grammar(self.notes, {name: tuple(filter(wanted, lines)) for name, lines in self.symbols.items()})


def parse(source: str) -> Grammar:
    """The grammar written in a text. Raises ValueError for text before the first heading."""
    notes: list[Template] = []
    symbols: dict[str, tuple[str, ...]] = {}
    for block in re.split(r"^(?=(?:==|--) )", source, flags=re.MULTILINE):
        if not block.strip() or block.startswith("#"):
            continue
        heading, _, body = block.partition("\n")
        mark, name, *styles = heading.split()
        if mark == "==":
            notes.append(Template(name, tuple(styles), body.strip("\n")))
        elif mark == "--":
            symbols[name] = symbols.get(name, ()) + tuple(line for line in body.splitlines() if line.strip())
        else:
            raise ValueError(f"text before the first heading: {heading[:40]!r}")
    return Grammar(tuple(notes), symbols)


def expand(
    text: str, grammar: Grammar, random: Random, slot: Callable[[str], list[Piece]], depth: int = 0
) -> Iterator[Piece]:
    """The pieces of a template. Raises ValueError when symbols nest deeper than ten."""
    if depth > 10:
        raise ValueError("symbols nest deeper than ten: a cycle")
    at = 0
    for match in _SLOT.finditer(text):
        if match.start() > at:
            yield Piece(text[at : match.start()])
        name = match.group(1)
        if alternatives := grammar.symbols.get(name):
            yield from expand(random.choice(alternatives), grammar, random, slot, depth + 1)
        else:
            yield from slot(name)
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])
