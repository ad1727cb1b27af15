"""From sources to records: who is kept, replaced, withdrawn, refused, and why a place could not be read."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import Field

from retrieval.errors import BadInput
from retrieval.evidence import Frozen
from retrieval.index.manifest import Corpus, Fault, SourceFile, sha256
from retrieval.index.progress import Progress
from retrieval.index.store import Writer
from retrieval.literature.load import Deleted, Item, Noted, Retracted, files, load
from retrieval.record import Record

Admit = Callable[[Record], Record | None]
"""The gate at the writer: a record to keep (as it is, or cleaned), or None to refuse it."""

_FAULTS_KEPT = 100


class Reading(Frozen):
    """What reading the sources came to; travels with the records it made. `counts` as in manifest.Counts."""

    corpus: tuple[Corpus, ...]
    counts: dict[str, int]
    faults: tuple[Fault, ...]
    retractions: str | None = Field(default=None, description="newest date of a list of retractions, ISO 8601")


def describe(sources: Sequence[str]) -> list[Corpus]:
    """The files behind each source with their hashes; `records` is not known yet.

    Raises:
        BadInput: a source names no file.
    """
    return [
        Corpus(
            source=source.partition(":")[0],
            files=tuple(
                SourceFile(name=_shown(source, f.name), sha256=sha256(f), bytes=f.stat().st_size)
                for f in files(source)
            ),
            records=0,
        )
        for source in sources
    ]


def _shown(source: str, name: str) -> str:
    """A file's name as the manifest keeps it: that of a document, which may name a person, as a hash."""
    if not source.startswith("documents:"):
        return name
    return f"{hashlib.sha256(name.encode()).hexdigest()[:16]}{Path(name).suffix}"


def read(
    sources: Sequence[str],
    file: Path,
    *,
    corpus: Sequence[Corpus],
    base: Path | None,
    delete: Sequence[str],
    admit: Admit | None,
    progress: Progress,
) -> None:
    """Write the records of `sources` over those of `base` to a new file. `delete` has the last word.

    Raises:
        BadInput: nothing is left to search.
    """
    reader = _Reader(Writer(file, base), admit, progress)
    try:
        offered = [reader.take_all(source) for source in sources]
        for id in delete:
            if not reader.delete(id):
                progress.note(f"{id} is not in the index: nothing to delete.")
        reading = Reading(
            corpus=tuple(c.model_copy(update={"records": n}) for c, n in zip(corpus, offered, strict=True)),
            counts=dict(reader.counts),
            faults=tuple(reader.faults),
            retractions=reader.listed or None,
        )
        if not len(reader.writer):
            raise BadInput(
                "There is no text to search in " + (", ".join(sources) or "what is left") + ".",
                kept="The previous index, if there was one, is unchanged.",
                next_step=_why(reading),
            )
        reader.writer.finish(reading.model_dump_json())
    finally:
        reader.writer.close()


class _Reader:
    def __init__(self, writer: Writer, admit: Admit | None, progress: Progress) -> None:
        self.writer, self._admit, self._progress = writer, admit, progress
        self.counts: Counter[str] = Counter()
        self.faults: list[Fault] = []
        self.listed = ""
        self.source = ""

    def take_all(self, source: str) -> int:
        """Take every item of a source; the number of records it offered."""
        self._progress.start(f"Reading {source}", None)
        self.source = source
        offered = 0
        for item in load(source):
            offered += isinstance(item, Record)
            self._take(item)
            self._progress.advance()
        return offered

    def delete(self, id: str) -> bool:
        gone = self.writer.delete(id)
        self.counts["deleted"] += gone
        return gone

    def _take(self, item: Item) -> None:
        match item:
            case Record(retracted=True):
                for key in item.keys:
                    self.writer.retract(key, None)
            case Record():
                self.counts[self._put(item)] += 1
            case Deleted(id):
                self.delete(id)
            case Retracted(id, notice):
                self.writer.retract(id, notice.model_dump_json())
                self.listed = max(self.listed, notice.date or "")
            case Noted(id, notice):
                self.writer.note(id, notice)
                self.listed = max(self.listed, notice.date or "")
            case fault:
                self.counts["faults"] += 1
                if len(self.faults) < _FAULTS_KEPT:
                    self.faults.append(
                        Fault(**fault._asdict() | {"file": _shown(self.source, Path(fault.file).name)})
                    )
                self._progress.note(f"{fault.file}, {fault.position}: {fault.message}")

    def _put(self, record: Record) -> str:
        """Keep a record or not, and under which name that counts. What is not kept does not leave its past self."""
        if self.writer.outdated(record):
            return "outdated"
        if not record.text.strip():
            self.writer.delete(record.id)
            return "without_text"
        admitted = self._admit(record) if self._admit else record
        if admitted is None:
            self.writer.delete(record.id)
            return "refused"
        return self.writer.put(admitted)


def _why(reading: Reading) -> str:
    if reading.faults:
        first = reading.faults[0]
        return f"{first.file} could not be read at {first.position}: {first.message}."
    if reading.counts.get("refused"):
        return f"The gate refused {reading.counts['refused']} records."
    return "Give a source with at least one text."
