"""Make an index, or a new generation of one: read, count words, encode, and switch over at the end.

Every step leaves a whole file or none, so a build that was cut goes on where it stopped. An update is a build that
starts from the records of the present index and takes the vectors of unchanged texts from it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.errors import BadInput
from retrieval.index import dense, lexical
from retrieval.index.embed import TextEncoder
from retrieval.index.encode import ABSTRACT, encode_all
from retrieval.index.folder import Generation, current, discard, finished, publish, writing
from retrieval.index.manifest import SCHEMA, AsOf, Corpus, Counts, EncoderInfo, Manifest, libraries, sha256
from retrieval.index.progress import SILENT, Progress
from retrieval.index.read import Admit, Reading, describe, read
from retrieval.index.store import Store
from retrieval.index.vectors import Shards, key


def build(
    sources: Sequence[str],
    out: Path,
    encoder: TextEncoder,
    *,
    progress: Progress = SILENT,
    admit: Admit | None = None,
) -> Manifest:
    """Index `sources` alone, in place of what `out` held.

    Args:
        sources: as `retrieval.literature.load.load` takes them.
        out: the index folder; made if it is not there.
        encoder: its vectors answer searches by meaning.
        progress: told of each stage.
        admit: every record passes through it before anything is written. If its rules can change, it bears an
            attribute `fingerprint` that changes with them, so that no cut build goes on under other rules.

    Raises:
        BadInput: no such source, no text in it, or `out` cannot be written. The old index stays.
        IndexBusy: another process writes to `out`.
        Problem: the disk is full. The old index stays.
    """
    with writing(out):
        return _write(sources, out, encoder, None, (), progress, admit)


def update(
    sources: Sequence[str],
    out: Path,
    encoder: TextEncoder,
    *,
    delete: Sequence[str] = (),
    progress: Progress = SILENT,
    admit: Admit | None = None,
) -> Manifest:
    """Add, replace and delete records of the index in `out`; unchanged texts are not encoded again.

    A record replaces one of the same id unless its revision is lower. `delete` takes ids, and has the last word.

    Raises:
        IndexBroken: there is no index in `out`. Otherwise as `build`.
    """
    with writing(out):
        return _write(sources, out, encoder, current(out)[0], delete, progress, admit)


def _write(
    sources: Sequence[str],
    out: Path,
    encoder: TextEncoder,
    base: Generation | None,
    delete: Sequence[str],
    progress: Progress,
    admit: Admit | None,
) -> Manifest:
    began = time.monotonic()
    before = base.load_manifest() if base else None
    corpus = describe(sources)
    work, shards_folder = _work_folders(out, _input_key(corpus, encoder, base, delete, admit), encoder)

    def read_records(file: Path) -> None:
        read(
            sources,
            file,
            corpus=corpus,
            base=base.records if base else None,
            delete=delete,
            admit=admit,
            progress=progress,
        )

    try:
        finished(work.records, read_records)
    except BadInput:
        if not any(shards_folder.glob("*.npy")):  # nothing worth going on from
            discard(out / ".work")
        raise
    with closing(Store(work.records)) as store:
        chunks = _index(work, store, shards_folder, base, encoder, progress)
        manifest = _describe(work, store, chunks, encoder, before, began)
    publish(out, work.path, manifest)
    return manifest


def _index(
    work: Generation,
    store: Store,
    shards_folder: Path,
    base: Generation | None,
    encoder: TextEncoder,
    progress: Progress,
) -> int:
    """Everything a search needs beside the records. The number of vectors."""
    progress.start("Counting words", len(store))
    finished(work.lexical, lambda folder: lexical.write(_counted(store.terms(), progress), folder))

    earlier = None
    if base and base.load_manifest().encoder.fingerprint == encoder.fingerprint:
        old = np.load(base.chunks, mmap_mode="r")
        earlier = dense.Dense(base.dense, old["row"]), old["key"]
    elif base:
        progress.note("This encoder is not the one that made the index: every text is encoded again.")
    shards = Shards(shards_folder, encoder, earlier)
    progress.start("Encoding", len(store))
    finished(work.chunks, lambda file: _save(encode_all(store, shards, encoder, progress), file))
    chunks = np.load(work.chunks, mmap_mode="r")
    finished(work.dense, lambda file: dense.write(shards.gather(chunks["key"]), encoder.dimension, file))
    return len(chunks)


def _input_key(
    corpus: Sequence[Corpus],
    encoder: TextEncoder,
    base: Generation | None,
    delete: Sequence[str],
    admit: Admit | None,
) -> str:
    """Equal exactly where a cut build may go on: the same input, on the same base, under the same rules."""
    gate = (type(admit).__qualname__, getattr(admit, "__qualname__", ""), getattr(admit, "fingerprint", ""))
    inputs = [
        SCHEMA,
        ABSTRACT,
        [c.model_dump() for c in corpus],
        encoder.fingerprint,
        base and base.path.name,
        list(delete),
        gate,
    ]
    return key(json.dumps(inputs)).hex()


def _work_folders(out: Path, input_key: str, encoder: TextEncoder) -> tuple[Generation, Path]:
    """Where this build works. What other inputs left goes, but what this encoder made stays: it goes by content."""
    work = out / ".work" / input_key
    shards = out / ".work" / f"shards-{key(encoder.fingerprint).hex()}"
    for other in (out / ".work").glob("*"):
        if other not in (work, shards):
            discard(other)
    work.mkdir(parents=True, exist_ok=True)
    return Generation(work), shards


def _counted(documents: Iterator[list[str]], progress: Progress) -> Iterator[list[str]]:
    for document in documents:
        yield document
        progress.advance()


def _save(array: npt.NDArray[np.void], file: Path) -> None:
    with file.open("wb") as stream:
        np.save(stream, array)


def _describe(
    work: Generation, store: Store, chunks: int, encoder: TextEncoder, before: Manifest | None, began: float
) -> Manifest:
    reading = Reading.model_validate_json(store.meta)
    now = datetime.now(UTC)
    reads_retractions = any(c.source == "medline" for c in (*(before.corpus if before else ()), *reading.corpus))
    literature = store.newest("literature")
    listed = [
        reading.retractions,
        before.as_of.retractions if before else None,
        literature if reads_retractions else None,
    ]
    return Manifest(
        id=f"gen-{now:%Y%m%dT%H%M%S%f}-{work.path.name[:8]}",
        built=now,
        seconds=round(time.monotonic() - began, 1),
        base=before.id if before else None,
        corpus=(*(before.corpus if before else ()), *reading.corpus),
        encoder=EncoderInfo(
            name=encoder.name,
            weights=encoder.weights,
            fingerprint=encoder.fingerprint,
            dimension=encoder.dimension,
            max_pieces=encoder.max_pieces,
        ),
        libraries=libraries(),
        counts=Counts(
            records=len(store),
            chunks=chunks,
            retracted=sum(not key.startswith("doi:") for key in store.retracted()),
            **{
                name: reading.counts.get(name, 0)
                for name in ("faults", "refused", "deleted", "without_text", "outdated")
            },
        ),
        as_of=AsOf(
            literature=literature,
            guidelines=store.newest("guideline"),
            retractions=max((day for day in listed if day), default=None),
        ),
        years=store.years(),
        faults=reading.faults,
        files={f.relative_to(work.path).as_posix(): sha256(f) for f in sorted(work.path.rglob("*")) if f.is_file()},
    )
