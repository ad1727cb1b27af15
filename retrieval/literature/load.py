"""The one place that knows the kinds of source. `KIND:WHERE` in, items out."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from retrieval.cohort.cards import read_cards
from retrieval.errors import BadInput
from retrieval.literature.documents import document_files, read_documents
from retrieval.literature.items import Deleted, Fault, Item, Noted, Retracted
from retrieval.literature.jsonl import read_jsonl
from retrieval.literature.medline import read_medline
from retrieval.literature.retractions import read_retractions

__all__ = ["LOADERS", "Deleted", "Fault", "Item", "Loader", "Noted", "Retracted", "files", "load"]


class Loader(NamedTuple):
    """One kind of source.

    Attributes:
        places: what the user wrote after the kind -> the paths that are read one by one.
        read: one such path -> its items.
        files: one such path -> the files below it, for hashing and progress.
    """

    places: Callable[[str], list[Path]]
    read: Callable[[Path], Iterator[Item]]
    files: Callable[[Path], list[Path]]


def load(spec: str) -> Iterator[Item]:
    """Everything that `spec` names, file after file, in the order given.

    Args:
        spec: `medline:`, `jsonl:`, `retractions:` or `cards:`, each with FILE[,FILE…] (globs allowed), or
            `documents:DIR`.

    Raises:
        BadInput: at once, if the kind is unknown or nothing is there. What cannot be read later is a `Fault` item.
    """
    loader, places = _resolve(spec)
    return chain.from_iterable(loader.read(place) for place in places)


def files(spec: str) -> list[Path]:
    """The files that `load(spec)` reads. Raises BadInput as `load` does."""
    loader, places = _resolve(spec)
    return [file for place in places for file in loader.files(place)]


def _resolve(spec: str) -> tuple[Loader, list[Path]]:
    kind, colon, where = spec.partition(":")
    loader = LOADERS.get(kind)
    if loader is None or not colon or not where:
        raise BadInput(
            f"Unknown source {spec!r}.",
            next_step="Write " + " or ".join(f"{name}:PATH" for name in LOADERS) + ".",
        )
    return loader, loader.places(where)


def _file_list(where: str) -> list[Path]:
    if Path(where).is_file():
        return [Path(where)]
    found: list[Path] = []
    for pattern in filter(None, where.split(",")):
        if Path(pattern).is_file():
            found.append(Path(pattern))
            continue
        names = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (pathlib globs no absolute pattern)
        matches = [path for name in names if (path := Path(name)).is_file()]
        if not matches:
            raise BadInput(
                f"There is no file {pattern!r}.", next_step="Check the path; a folder needs a glob: DIR/*."
            )
        found += matches
    return list(dict.fromkeys(found))


def _folder(where: str) -> list[Path]:
    if not Path(where).is_dir():
        raise BadInput(f"There is no folder {where!r}.", next_step="Give the folder that holds the documents.")
    return [Path(where)]


LOADERS: dict[str, Loader] = {
    "medline": Loader(_file_list, read_medline, lambda file: [file]),
    "documents": Loader(_folder, read_documents, document_files),
    "jsonl": Loader(_file_list, read_jsonl, lambda file: [file]),
    "cards": Loader(_file_list, read_cards, lambda file: [file]),
    "retractions": Loader(_file_list, read_retractions, lambda file: [file]),
}
