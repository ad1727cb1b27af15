"""What became of each path of a FHIR record: the allow-list walked over the record before and after."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from fhir.resources.R4B import get_fhir_model_class

from copilot.deid.allowlist import fhir
from copilot.deid.changes import Action, Change

_ACTIONS: dict[str, Action] = {
    "shift": "shift",
    "pseudonym": "pseudonym",
    "generalise": "generalise",
    "text": "text",
    "display": "text",
    "data": "text",
    **dict.fromkeys(("keep", "code", "system", "unit"), "keep"),
}
_Seen = tuple[str, Action, int]
"""Path, action, and how many values stand there."""


def account(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """Every path of `before`, in alphabetical order, with what is left of it in `after`.

    Args:
        before: a FHIR document as it was given.
        after: what `deidentify_bundle` made of it; {} where nothing was left.
    """
    counts: dict[tuple[str, Action], list[int]] = {}
    for side, document in enumerate((before, after)):
        for path, action, values in _resource(document):
            counts.setdefault((path, action), [0, 0])[side] += values
    return tuple(
        Change(path=path, action=action, before=was, after=now)
        for (path, action), (was, now) in sorted(counts.items())
    )


def _resource(value: dict[str, Any]) -> Iterator[_Seen]:
    kind = value.get("resourceType")
    if isinstance(kind, str) and kind in fhir():
        yield from _members(value, kind, kind)
    elif value:
        yield _known(kind), "drop", _values(value)


def _members(value: dict[str, Any], table: str, path: str) -> Iterator[_Seen]:
    for name, inner in value.items():
        if name == "resourceType":
            continue
        action = fhir()[table].get(name, "drop")
        here = f"{path}.{name if name.removeprefix('_') in _elements(table) else '(not FHIR R4)'}"
        for item in inner if isinstance(inner, list) else [inner]:
            if action == "Resource" and isinstance(item, dict):
                yield from _resource(item)
            elif action in fhir() and isinstance(item, dict):
                yield from _members(item, action, here)
            else:
                yield here, _ACTIONS.get(action, "drop"), _values(item)


def _values(value: Any) -> int:
    """Texts, numbers and truth values in it. A loop: what is dropped may be nested as deeply as it likes."""
    count, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        else:
            count += 1
    return count


def _known(kind: Any) -> str:
    """The resource type; a name that FHIR does not have is the sender's, and may be anything."""
    return kind if isinstance(kind, str) and _elements(kind) else "(not FHIR R4)"


@cache
def _elements(table: str) -> frozenset[str]:
    """The element names of a resource or data type, "Bundle.entry" being FHIR's BundleEntry; none for any other."""
    name = "".join(part[:1].upper() + part[1:] for part in table.split("."))
    try:
        return frozenset(get_fhir_model_class(name).elements_sequence()) | {"extension", "modifierExtension"}
    except (KeyError, LookupError, ValueError):
        return frozenset()
