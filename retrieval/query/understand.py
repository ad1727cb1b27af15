"""A question as it is searched for: its own words, and other names of what it names.

No language model, and nothing is taken away: other names are added, each with the word that it stands for, so that a
reader can see what was searched for. The tables beside this file are data; `docs/evals/retrieval.md` has what each
of them is worth.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

Part = Literal["abbreviations", "brands", "classes"]
PARTS: tuple[Part, ...] = ("abbreviations", "brands", "classes")
MEMBERS = 6
"""Most names that one class of drugs adds."""


class Added(NamedTuple):
    """Another name of something in the question. `said` is the question's word for it."""

    said: str
    name: str


class Query(NamedTuple):
    """`text` as asked; `added`, in the order of the question."""

    text: str
    added: tuple[Added, ...] = ()

    @property
    def names(self) -> list[list[str]]:
        """The other names, those of one word together."""
        return list(_grouped(self.added).values())

    @property
    def expanded(self) -> str:
        """The question with each other name in brackets behind the word it stands for: for an encoder."""
        text = self.text
        for said, names in reversed(_grouped(self.added).items()):
            whole = re.search(rf"(?<!\w){re.escape(said)}(?!\w)", text)
            at = whole.end() if whole else text.find(said) + len(said)
            text = f"{text[:at]} ({', '.join(names)}){text[at:]}"
        return text


def understand(question: str, parts: Sequence[Part] = PARTS) -> Query:
    """Adds what the tables know. A name that the question already holds is not added."""
    found = sorted((found for part in parts for found in _FINDERS[part](question)), key=lambda found: found[0])
    lowered = question.casefold()
    added: dict[str, Added] = {}
    for _, said, name in found:
        if name.casefold() not in lowered:
            added.setdefault(name.casefold(), Added(said, name))
    return Query(question, tuple(added.values()))


def shown(query: Query) -> list[str]:
    """What was searched for, for a reader: the question, then each word that has other names, with them."""
    return [query.text, *(f"{said}: {', '.join(names)}" for said, names in _grouped(query.added).items())]


def _grouped(added: tuple[Added, ...]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for said, name in added:
        groups.setdefault(said, []).append(name)
    return groups


_Found = tuple[int, str, str]
"""Where in the question, the word there, and another name of it."""


def _abbreviations(question: str) -> Iterator[_Found]:
    pattern, names = _table("abbreviations", fold=False)
    for match in pattern.finditer(question):
        yield match.start(), match[0], names[match[0]]


def _brands(question: str) -> Iterator[_Found]:
    pattern, names = _table("brands", fold=True)
    for match in pattern.finditer(question):
        yield match.start(), match[0], names[match[0].casefold()]


def _classes(question: str) -> Iterator[_Found]:
    pattern, members = _class_table()
    for match in pattern.finditer(question):
        for name in members[match[1].casefold()][:MEMBERS]:
            yield match.start(), match[0], name


_FINDERS: dict[Part, Callable[[str], Iterator[_Found]]] = {
    "abbreviations": _abbreviations,
    "brands": _brands,
    "classes": _classes,
}


@cache
def _table(name: str, *, fold: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    rows: Mapping[str, str] = _load(name)
    names = {key.casefold() if fold else key: value for key, value in rows.items()}
    return re.compile(rf"{_any(rows)}(?!\w)", re.IGNORECASE if fold else 0), names


@cache
def _class_table() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    members = {name.casefold(): [*row["members"]] for row in _load("classes")["class"] for name in row["names"]}
    return re.compile(rf"({_any(members)})s?(?!\w)", re.IGNORECASE), members


def _any(words: Mapping[str, Any]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})"


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("retrieval.query").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
