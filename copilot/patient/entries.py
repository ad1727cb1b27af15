"""Every resource in what was handed in, with its place: Bundle, single resource or CDS Hooks prefetch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

from copilot.patient.errors import NotFhir, WrongShape

Json = dict[str, Any]

_BUNDLES = ("batch", "collection", "document", "searchset", "transaction")
_UNTYPED = "searchset"
"""What a bundle in a prefetch is, by CDS Hooks; some EHRs leave its type out."""
_DEPTH = 3
"""Bundles within bundles: a prefetch of a searchset of documents is the deepest that makes sense."""


class Entry(NamedTuple):
    """One resource; `path` is its place in the document, as FHIRPath writes it."""

    path: str
    url: str | None
    resource: Json

    @property
    def kind(self) -> str:
        return str(self.resource["resourceType"])


def entries(document: Any) -> list[Entry]:
    """All resources of a FHIR document, bundles opened, in their order.

    Raises:
        NotFhir, WrongShape.
    """
    if not isinstance(document, dict):
        _not_fhir("it is not a JSON object")
    if "resourceType" in document:
        return list(_of_resource(document, "", None, 0))
    hooked = document.get("prefetch", document)
    if not isinstance(hooked, dict) or not any(_is_resource(value) for value in hooked.values()):
        _not_fhir("it has no resourceType and is no CDS Hooks prefetch")
    return [
        entry
        for number, value in enumerate(hooked.values())
        if _is_resource(value)
        for entry in _of_resource(value, f"prefetch[{number}]", None, 0)
    ]


def is_fhir(document: Any) -> bool:
    """True if this is meant as FHIR, right or wrong, and not as the typed form."""
    return isinstance(document, dict) and (
        "resourceType" in document
        or "prefetch" in document
        or "hook" in document
        or any(_is_resource(value) for value in document.values())
    )


def _of_resource(resource: Json, path: str, url: str | None, depth: int) -> Iterator[Entry]:
    kind = resource["resourceType"]
    if not isinstance(kind, str):
        raise WrongShape(f"{_dotted(path, 'resourceType')} is not text.")
    if kind != "Bundle":
        yield Entry(path or "Resource", url, resource)
        return
    path = path or "Bundle"
    if depth == _DEPTH:
        raise WrongShape(f"{path} nests bundles more than {_DEPTH} deep.")
    if resource.get("type", _UNTYPED if path.startswith("prefetch") else None) not in _BUNDLES:
        raise WrongShape(f"{path}.type is none of {', '.join(_BUNDLES)}.")
    listed = resource.get("entry", [])
    if not isinstance(listed, list):
        raise WrongShape(f"{path}.entry is not a list.")
    for number, item in enumerate(listed):
        yield from _of_item(item, f"{path}.entry[{number}]", depth)


def _of_item(item: Any, path: str, depth: int) -> Iterator[Entry]:
    if not isinstance(item, dict):
        raise WrongShape(f"{path} is not an object.")
    if "resource" not in item:  # a deletion in a transaction
        return
    if not _is_resource(item["resource"]):
        raise WrongShape(f"{path}.resource has no resourceType.")
    url = item.get("fullUrl")
    yield from _of_resource(item["resource"], f"{path}.resource", url if isinstance(url, str) else None, depth + 1)


def _is_resource(value: Any) -> bool:
    return isinstance(value, dict) and "resourceType" in value


def _dotted(path: str, field: str) -> str:
    return f"{path}.{field}" if path else field


def _not_fhir(why: str) -> NoReturn:
    raise NotFhir(
        f"This is no FHIR document: {why}.",
        next_step="Give a FHIR R4 Bundle or resource, a CDS Hooks prefetch, or the typed form.",
    )
