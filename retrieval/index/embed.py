"""Texts to vectors, on this machine, with a model folder that is already here."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from retrieval.errors import BadInput

Vectors = npt.NDArray[np.float32]

# nDCG@10 on SciFact, fused: 0.737 with 256 word pieces, 0.726 with 128, which are encoded 2.5 times as fast
MAX_PIECES = 256
_BATCH = 16


class TextEncoder(Protocol):
    """What the index needs of an encoder."""

    @property
    def name(self) -> str:
        """For people: the model's name."""

    @property
    def weights(self) -> str:
        """Identifies the vector space: only vectors of equal `weights` may be compared."""

    @property
    def fingerprint(self) -> str:
        """Identifies the exact numbers: equal texts have equal vectors where this is equal."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def max_pieces(self) -> int:
        """Word pieces of one input that are read; the rest is ignored."""

    def pieces(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """(start, end) of each word piece of each text, markers such as [CLS] left out."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension)."""


class Encoder:
    """A sentence-transformers model folder.

    Runs on CUDA where there is one, else on the CPU: in bfloat16 where the processor multiplies it natively
    (AVX512-BF16, AMX), in float32 elsewhere. Safe to share between threads.

    Raises:
        BadInput: `path` holds no such model.
    """

    def __init__(self, path: Path, *, max_pieces: int = MAX_PIECES) -> None:
        if not (path / "modules.json").is_file():
            raise BadInput(
                f"There is no sentence encoder in {path}.",
                next_step="Run `copilot setup --models`, or give its folder.",
            )
        import torch  # seconds to import: only who encodes pays
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        device = "cuda" if torch.cuda.is_available() else "cpu"
        dtype = torch.bfloat16 if device == "cuda" or native_bfloat16(torch.cpu.get_capabilities()) else torch.float32
        model = SentenceTransformer(str(path), device=device, local_files_only=True, model_kwargs={"dtype": dtype})
        self._model = cast(Any, model)
        self.max_pieces: int = min(max_pieces, self._model.max_seq_length or max_pieces)
        self._model.max_seq_length = self.max_pieces
        self._lock = threading.Lock()  # a fast tokenizer may be used by one thread at a time
        self.folder = path
        self.dimension: int = self._model.get_embedding_dimension()
        self.weights = _hash(path)
        config = self._model[0].auto_model.config
        self.name = f"{config.model_type}-{config.num_hidden_layers}x{config.hidden_size}"
        self.fingerprint = f"{self.weights}:{str(dtype).removeprefix('torch.')}:{self.max_pieces}"

    def pieces(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """See `TextEncoder.pieces`."""
        with self._lock:
            encoded = self._model.tokenizer(
                list(texts), add_special_tokens=False, truncation=False, return_offsets_mapping=True, verbose=False
            )
        return [[(start, end) for start, end in offsets] for offsets in encoded["offset_mapping"]]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `TextEncoder.encode`. Inputs are batched by length, so that little is padded."""
        with self._lock:
            tensor = self._model.encode(
                list(texts), batch_size=_BATCH, convert_to_tensor=True, show_progress_bar=False
            )
        vectors: Vectors = tensor.float().cpu().numpy().reshape(len(texts), self.dimension)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def native_bfloat16(capabilities: Mapping[str, Any]) -> bool:
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def _hash(path: Path) -> str:
    """Hex SHA-256 over the files that decide a vector: weights, tokenizer and the configuration of every module."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.suffix in {".safetensors", ".bin", ".json", ".txt"} and file.name != "data_config.json":
            digest.update(file.relative_to(path).as_posix().encode())
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()
