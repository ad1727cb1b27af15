"""Words of the test family (evals/data/deid/test-words.toml): own sources of names, towns and institutions."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parents[2] / "data" / "deid" / "test-words.toml"


@dataclass(frozen=True)
class Culture:
    """Given names and surnames that go together."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """The lists of the file, in its order."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]
    word_given: tuple[str, ...]
    word_surnames: tuple[str, ...]
    small_towns: tuple[str, ...]
    ordinary_towns: tuple[str, ...]
    facility_heads: tuple[str, ...]
    saints: tuple[str, ...]
    streets: tuple[str, ...]
    hosts: tuple[str, ...]
    employers: tuple[str, ...]
    cultures: tuple[Culture, ...]


@cache
def words() -> Words:
    """The words, read once."""
    source = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    cultures = tuple(
        Culture(_listed(one["given"]), _listed(one["surnames"])) for one in source.pop("cultures").values()
    )
    return Words(**{name: _listed(text) for name, text in source.items()}, cultures=cultures)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in re.split(r"[;\n]+", text) if word.strip())
