"""Any sentence-pair classifier of transformers as the verifier: a cross-encoder, an NLI model, a MiniCheck model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import torch
from safetensors import SafetensorError
from torch import Tensor
from transformers import AutoConfig, AutoModelForSeq2SeqLM, AutoModelForSequenceClassification, AutoTokenizer

from copilot.draft.deadline import within
from copilot.draft.errors import EngineFailed
from retrieval.errors import Problem

_BATCH = 16
_LONGEST = 2048
_SUPPORTS = ("entailment", "entails", "support", "supports", "supported", "yes", "label_1", "1")
"""Names of the class that means support. MiniCheck's encoders call it LABEL_1 or 1."""


class PairClassifier:
    """Scores (passage, claim) with a model folder; nothing is fetched.

    An encoder reads passage and claim as its two segments; with one output the score is its sigmoid, with several
    the softmax of the class that means support. A sequence-to-sequence model is read as MiniCheck-Flan-T5 (Tang et
    al., EMNLP 2024): "predict: passage</s>claim", the odds of "1" against "0" as the first token.

    Raises:
        Problem: there is no such folder, or none of its classes means support.
        EngineFailed: transformers cannot load it.
    """

    def __init__(self, folder: Path, *, threads: int | None = None, timeout: float = 30) -> None:
        if not (folder / "config.json").is_file():
            raise Problem(
                f"There is no model in {folder}.", next_step="Name a folder with config.json, weights and tokenizer."
            )
        if threads:
            torch.set_num_threads(threads)
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            config = AutoConfig.from_pretrained(str(folder), local_files_only=True)
            kind = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForSequenceClassification
            self._model: Any = kind.from_pretrained(str(folder), local_files_only=True, dtype=torch.float32).eval()
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            raise EngineFailed(f"transformers cannot load {folder}.") from error
        self.name = folder.name
        self._timeout, self._lock = timeout, Lock()
        limit = getattr(config, "max_position_embeddings", None) or self._tokenizer.model_max_length
        self._limit = min(limit, self._tokenizer.model_max_length, _LONGEST)
        self._read: Callable[[Sequence[tuple[str, str]]], Tensor]
        if config.is_encoder_decoder:
            self._zero, self._one = (self._tokenizer(digit).input_ids[0] for digit in "01")
            self._read = self._generated
        else:
            self._label = _supporting(config.id2label, folder) if config.num_labels > 1 else 0
            self._read = self._classified

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """One value in [0, 1] a pair. Raises EngineTimeout."""
        batches = [pairs[start : start + _BATCH] for start in range(0, len(pairs), _BATCH)]
        return within(self._timeout, lambda: [score for batch in batches for score in self._batch(batch)])

    def _batch(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        with self._lock, torch.inference_mode():
            scores: list[float] = self._read(pairs).tolist()
        return scores

    def _classified(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        passages, claims = zip(*pairs, strict=True)
        inputs = self._tokens(list(passages), list(claims), truncation="only_first")
        logits: Tensor = self._model(**inputs).logits
        if logits.shape[1] == 1:
            return torch.sigmoid(logits[:, 0])
        return torch.softmax(logits, dim=1)[:, self._label]

    def _generated(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        end = self._tokenizer.eos_token
        inputs = self._tokens([f"predict: {passage}{end}{claim}" for passage, claim in pairs], truncation=True)
        first = torch.full((len(pairs), 1), self._model.config.decoder_start_token_id)
        logits: Tensor = self._model(**inputs, decoder_input_ids=first).logits[:, 0]
        return torch.sigmoid(logits[:, self._one] - logits[:, self._zero])

    def _tokens(self, *texts: list[str], truncation: str | bool) -> dict[str, Tensor]:
        made = self._tokenizer(
            *texts, padding=True, truncation=truncation, max_length=self._limit, return_tensors="pt"
        )
        return dict(made)


def _supporting(labels: dict[int, str], folder: Path) -> int:
    named = {str(name).lower(): int(number) for number, name in labels.items()}
    for name in _SUPPORTS:
        if name in named:
            return named[name]
    raise Problem(
        f"None of the classes of {folder} means support: {', '.join(labels.values())}.",
        next_step="Name the class “entailment” in id2label of its config.json.",
    )
