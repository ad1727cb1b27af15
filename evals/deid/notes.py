"""Hard clinical notes and short questions with exact gold spans, from a seed. All people in them are made up.

Two development families (`evals.deid.cast`) share ways of writing people and places, but no word and no template.
The family `test` (`evals.deid.unseen`) shares neither: who works on the detectors does not read it. A seed gives
other names, numbers and choices of wording.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, reduce
from itertools import count as counted
from pathlib import Path
from random import Random
from typing import Literal, Protocol

from copilot.deid.types import Known
from evals.deid import cast, unseen, vocabulary
from evals.deid.document import Document, Piece, assemble
from evals.deid.grammar import Grammar, Template, expand, parse
from evals.deid.styles import styled

Family = Literal["dev-a", "dev-b", "test"]
FAMILIES: tuple[Family, ...] = (*vocabulary.FAMILIES, "test")

_TEMPLATES = Path(__file__).parents[1] / "data" / "deid"
_QUERY = "query"


class Cast(Protocol):
    """What a template needs: pieces for its slots, and what the record knows of the people in them."""

    def slot(self, name: str) -> list[Piece]:
        """The pieces of a slot. Raises ValueError for one that does not exist."""

    def known(self) -> Known:
        """What the patient's record says."""


@cache
def grammar(family: Family) -> Grammar:
    """The templates of a family and its clean wording."""
    if family == "test":
        parts = (parse(_read(f"test-{part}")) for part in ("notes", "queries", "clean"))
        return reduce(Grammar.joined, parts)
    clean = parse(_read("clean")).only(lambda line: vocabulary.family_of(line) == family)
    return parse(_read(family)).joined(clean)


def notes(family: Family, count: int, seed: int = 1) -> list[Document]:
    """`count` notes, every kind in turn; the same arguments give the same notes."""
    source = grammar(family)
    kinds = [kind for kind in source.kinds if kind != _QUERY]
    return [_note(source, family, kinds[index % len(kinds)], index, seed) for index in range(count)]


def queries(family: Family, count: int, seed: int = 1) -> list[Document]:
    """`count` different questions of a clinician, as many with identifiers as without."""
    source = grammar(family)
    made: dict[str, Document] = {}
    for index in counted():
        if len(made) == count:
            break
        template = Template(_QUERY, (), "{query}" if len(made) % 2 else "{cleanquery}")
        document = _build(template, source, family, index, seed)
        made.setdefault(document.text.casefold(), document)
    return list(made.values())


def _note(source: Grammar, family: Family, kind: str, index: int, seed: int) -> Document:
    templates = [note for note in source.notes if note.kind == kind]
    return _build(templates[(index // len(source.kinds)) % len(templates)], source, family, index, seed)


def _build(template: Template, source: Grammar, family: Family, index: int, seed: int) -> Document:
    random = Random(f"{family} {template.kind} {seed} {index}")  # noqa: S311 a seeded test set, no secret
    people = _cast(family, random)
    styles = template.styles
    if template.kind == _QUERY and random.random() < 0.3:
        styles = ("lower",)
    pieces: Iterable[Piece] = expand(template.text, source, random, people.slot)
    text, gold, neutral = assemble(styled(pieces, styles, random))
    kind = " ".join((template.kind, *styles))
    return Document(f"{family}-{template.kind}-{seed}-{index}", text, gold, neutral, kind, people.known())


def _cast(family: Family, random: Random) -> Cast:
    return unseen.Cast(random) if family == "test" else cast.Cast(random, vocabulary.vocabulary(family))


def _read(name: str) -> str:
    return (_TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
