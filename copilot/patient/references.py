"""What a FHIR reference points to, however it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from copilot.patient.entries import Entry, Json
from copilot.patient.errors import CyclicReferences

_PART_OF = ("partOf", "hasMember", "derivedFrom", "basedOn", "priorPrescription")
"""Relations in which nothing can stand above itself. Each is a graph of its own: inverse pairs are no cycle."""


def key(reference: str) -> str:
    """ "Condition/7" for "https://ehr.test/fhir/Condition/7/_history/2"; a URN or "#id" as it is."""
    if reference.startswith(("urn:", "#")):
        return reference
    parts = reference.partition("/_history/")[0].rstrip("/").split("/")
    return "/".join(parts[-2:])


def names_of(entry: Entry) -> Iterator[str]:
    """Every key under which other entries may refer to this one."""
    if entry.url:
        yield key(entry.url)
    if isinstance(id := entry.resource.get("id"), str):
        yield f"{entry.kind}/{id}"
        yield f"urn:uuid:{id}"


class Directory:
    """Finds entries by reference."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._by_name: Mapping[str, Entry] = {name: entry for entry in entries for name in names_of(entry)}

    def find(self, reference: Any, within: Json) -> Json | None:
        """The resource a Reference points to: one contained in `within`, or an entry; None if it dangles."""
        target = reference.get("reference") if isinstance(reference, dict) else None
        if not isinstance(target, str):
            return None
        if target.startswith("#"):
            return next((one for one in within.get("contained", []) if one.get("id") == target[1:]), None)
        entry = self._by_name.get(key(target))
        return entry.resource if entry else None

    def place(self, reference: str) -> str | None:
        """The path of the entry a reference points to."""
        entry = self._by_name.get(key(reference))
        return entry.path if entry else None


def refuse_cycles(entries: Sequence[Entry]) -> None:
    """Raises CyclicReferences, naming the relation and one place, if an entry is part of itself."""
    directory = Directory(entries)
    for field in _PART_OF:
        graph: dict[str, list[str]] = {}
        for entry in entries:
            for target in _targets(entry.resource.get(field)):
                if (place := directory.place(target)) is not None:
                    graph.setdefault(entry.path, []).append(place)
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            raise CyclicReferences(
                f"{error.args[1][0]}.{field} leads back to itself.",
                next_step="Correct the references and send it again.",
            ) from None


def _targets(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and isinstance(one.get("reference"), str):
            yield one["reference"]
