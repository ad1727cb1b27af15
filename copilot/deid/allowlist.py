"""Reads the allow-lists and refuses one with an action nobody performs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Table = Mapping[str, str]
"""Element or column -> action."""

ACTIONS = frozenset(
    "keep code system display unit shift pseudonym generalise text data concept drop Resource".split()
)


@cache
def fhir() -> Mapping[str, Table]:
    """Resource type, data type or backbone element -> its table."""
    return read("fhir.toml")


@cache
def omop() -> Mapping[str, Table]:
    """OMOP CDM table -> its columns."""
    return read("omop.toml")


def read(name: str) -> Mapping[str, Table]:
    """The tables of a list, without what is only written down to be dropped.

    Raises:
        ValueError: an action that is neither known nor a table.
    """
    tables = tomllib.loads(files("copilot.deid.allow").joinpath(name).read_text("utf-8"))
    tables.pop("drop", None)
    for table, elements in tables.items():
        for element, action in elements.items():
            if action not in ACTIONS and action not in tables:
                raise ValueError(f"{name}: {table}.{element} has the unknown action {action}")
    return {
        table: {element: action for element, action in elements.items() if action != "drop"}
        for table, elements in tables.items()
    }
