"""What an index is made of: written once, next to the files it vouches for."""

from __future__ import annotations

import hashlib
from datetime import datetime
from importlib import metadata
from pathlib import Path

from pydantic import Field

from retrieval.evidence import Frozen

SCHEMA = 1
_LIBRARIES = ("bm25s", "faiss-cpu", "PyStemmer", "sentence-transformers", "torch")


class SourceFile(Frozen):
    """One file that was read, as it was then."""

    name: str
    sha256: str
    bytes: int


class Corpus(Frozen):
    """One source as it was read. `records` counts what it offered, before any was replaced or left out."""

    source: str = Field(description="kind of source: medline, documents, jsonl")
    files: tuple[SourceFile, ...]
    records: int


class Fault(Frozen):
    """A place in a file that could not be read."""

    file: str
    position: str
    last_good: str | None
    message: str


class Counts(Frozen):
    """`records`, `chunks` and `retracted` describe the index; the rest, the build or update that wrote it."""

    records: int = Field(description="texts that a search can return")
    chunks: int = 0
    retracted: int = Field(
        description="ids that are kept out for good; DOIs, which most of them have as well, are not counted"
    )
    faults: int = 0
    refused: int = Field(default=0, description="kept out by the gate")
    deleted: int = Field(default=0, description="withdrawn by the source or by the user")
    without_text: int = Field(default=0, description="nothing to cite: title only")
    outdated: int = Field(default=0, description="a higher revision was there already")


class AsOf(Frozen):
    """How far knowledge reaches (ISO 8601, as precise as the sources): the newest date of each kind of text.

    `retractions` is that of the newest notice of a list of retractions, or of the newest text that came from a source
    that reports them.
    """

    literature: str | None = None
    guidelines: str | None = None
    retractions: str | None = None


class EncoderInfo(Frozen):
    name: str
    weights: str = Field(description="what a query's encoder must have in common with the index")
    fingerprint: str
    dimension: int
    max_pieces: int


class Manifest(Frozen):
    """Describes one generation of an index."""

    schema_version: int = SCHEMA
    id: str = Field(description="the generation's name, unique to its content and time")
    built: datetime
    seconds: float = Field(description="wall time of the build or update, without what an earlier, cut one had done")
    base: str | None = Field(default=None, description="the generation that was updated")
    corpus: tuple[Corpus, ...]
    encoder: EncoderInfo
    libraries: dict[str, str]
    counts: Counts
    as_of: AsOf
    years: tuple[int, int] | None = Field(default=None, description="first and last year of publication")
    faults: tuple[Fault, ...] = Field(default=(), description="the first hundred")
    files: dict[str, str] = Field(description="every file of the generation and its SHA-256")


def libraries() -> dict[str, str]:
    """The versions that shape an index."""
    return {name: metadata.version(name) for name in _LIBRARIES}


def sha256(file: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
