"""Cohort queries by name, or from a SPEC.json: a CohortQuery whose definitions stand inline or in files beside it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from retrieval.cohort.query import CohortQuery
from retrieval.errors import BadInput

SHIPPED = Path(__file__).with_name("definitions")

_BY_PATH = ("index_event", "comparator", "outcome")


class BadQuery(BadInput):
    """A SPEC.json that is no cohort query."""


@lru_cache
def names() -> tuple[str, ...]:
    """The queries that ship with the product."""
    return tuple(sorted(file.stem for file in SHIPPED.glob("*.json")))


def load(name_or_path: str) -> CohortQuery:
    """A shipped query by name, else the query in the file of that path.

    Raises:
        BadQuery: there is neither, or the file is no CohortQuery.
        BadDefinition: a Circe definition in it cannot be read.
    """
    if name_or_path in names():
        return shipped(name_or_path)
    path = Path(name_or_path)
    if not path.is_file():
        raise BadQuery(
            "There is no cohort query and no file of this name.",
            next_step="`copilot cohort list` shows the queries that ship; a file of your own is given by its path.",
        )
    return read(path)


def shipped(name: str) -> CohortQuery:
    """The query that ships under `name`. Raises BadQuery."""
    if name not in names():
        raise BadQuery(
            "No cohort query ships under that name.", next_step="`copilot cohort list` shows those that do."
        )
    return read(SHIPPED / f"{name}.json")


def read(path: Path) -> CohortQuery:
    """The query in a file; definitions given as paths are read from beside it. Raises as `load`."""
    spec = _json(path)
    if not isinstance(spec, dict):
        raise _not_a_query("it holds no JSON object")
    for field in _BY_PATH:
        if isinstance(spec.get(field), str):
            spec[field] = _json(path.parent / spec[field])
    return validated(spec)


def validated(spec: dict[str, Any]) -> CohortQuery:
    """The query that `spec` holds. Raises BadQuery with the first field that is wrong, and BadDefinition."""
    try:
        return CohortQuery.model_validate(spec)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":  # its name is whatever somebody wrote
            where, first["msg"] = "", f"it has a field that is none of {', '.join(CohortQuery.model_fields)}"
        raise BadQuery(
            f"This is no cohort query: {where + ': ' if where else ''}{first['msg']}.",
            kept="Nothing was run.",
            next_step="`copilot cohort explain NAME --json` prints a query that works.",
        ) from error


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadQuery("A file that is named cannot be read.", kept="Nothing was run.") from error
    except ValueError as error:
        raise _not_a_query("it is not JSON") from error


def _not_a_query(why: str) -> BadQuery:
    return BadQuery(f"The file cannot be used: {why}.", kept="Nothing was run.")
