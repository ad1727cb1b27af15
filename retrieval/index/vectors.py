"""Vectors by the text they were made from: what was encoded once is never encoded again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.index.dense import Dense
from retrieval.index.embed import TextEncoder, Vectors

Keys = npt.NDArray[np.void]
KEY = np.dtype("V16")


def key(text: str) -> bytes:
    """128 bits that identify a text."""
    return hashlib.blake2b(text.encode(), digest_size=KEY.itemsize).digest()


class Shards:
    """A folder of encoded texts, written a shard at a time; each shard is whole or absent.

    Args:
        folder: made if it is not there. Everything in it must come from one encoder.
        encoder: makes what is missing.
        earlier: a written index of the same encoder, and the key of each of its chunks.
    """

    def __init__(self, folder: Path, encoder: TextEncoder, earlier: tuple[Dense, Keys] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._encoder = folder, encoder
        self._earlier = earlier[0] if earlier else None
        self._in_earlier = {k: i for i, k in enumerate(_bytes(earlier[1]))} if earlier else {}
        self._shards: list[np.ndarray] = []
        self._in_shard: dict[bytes, tuple[int, int]] = {}
        for file in sorted(folder.glob("*.npy")):
            self._register(np.load(file, mmap_mode="r"))

    def __contains__(self, key: bytes) -> bool:
        return key in self._in_earlier or key in self._in_shard

    def add(self, texts: Sequence[str]) -> None:
        """Encode `texts` and keep them as one shard."""
        shard = np.empty(len(texts), [("key", KEY), ("vector", np.float32, self._encoder.dimension)])
        shard["key"] = np.frombuffer(b"".join(key(text) for text in texts), KEY)
        shard["vector"] = self._encoder.encode(texts)
        file = self._folder / f"{len(self._shards):06}.npy"
        partial = file.with_suffix(".partial")
        with partial.open("wb") as stream:
            np.save(stream, shard)
        partial.rename(file)
        self._register(np.load(file, mmap_mode="r"))

    def gather(self, keys: Keys, batch: int = 4096) -> Iterator[Vectors]:
        """The vectors of `keys`, in order, in batches. Raises KeyError if one was never encoded."""
        for start in range(0, len(keys), batch):
            part = _bytes(keys[start : start + batch])
            vectors = np.empty((len(part), self._encoder.dimension), np.float32)
            old = [(i, self._in_earlier[k]) for i, k in enumerate(part) if k in self._in_earlier]
            if old and self._earlier is not None:
                places, chunks = np.array(old).T
                vectors[places] = self._earlier.vectors(chunks)
            for i, k in enumerate(part):
                if k not in self._in_earlier:
                    shard, place = self._in_shard[k]
                    vectors[i] = self._shards[shard]["vector"][place]
            yield vectors

    def _register(self, shard: np.ndarray) -> None:
        self._in_shard |= {k: (len(self._shards), i) for i, k in enumerate(_bytes(shard["key"]))}
        self._shards.append(shard)


def _bytes(keys: Keys) -> list[bytes]:
    raw = np.ascontiguousarray(keys).tobytes()
    return [raw[i : i + KEY.itemsize] for i in range(0, len(raw), KEY.itemsize)]
