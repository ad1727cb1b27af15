"""How likely a passage supports a claim, read from the odds of Yes against No in a language model's next token."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from copilot.draft.chatml import render
from copilot.draft.deadline import within
from copilot.draft.engines import default_engine
from copilot.draft.errors import EngineFailed
from copilot.once import Once, Recipe
from copilot.settings import Settings
from copilot.setup.assets import ADAPTERS
from prompts import load as load_prompt

if TYPE_CHECKING:
    from copilot.draft.engines.llama import Llama

Pair = tuple[str, str]
"""(passage, claim without its markers)"""

MAX_TOKENS = 560  # the longest prompt the verifier was trained with; the end of a longer passage is cut
_LEAST_PASSAGE = 160  # characters of the passage that are kept however long the claim is, about 40 tokens
_BATCH = 8
_FAVOUR = 100.0  # added to the logits of Yes and No alike: their odds stay, and no other token comes between
_YES_OR_NO: dict[str, Any] = {
    "n_predict": 1,
    "logit_bias": [["Yes", _FAVOUR], ["No", _FAVOUR]],
    "samplers": ["top_k", "temperature"],
    "top_k": 2,
    "temperature": 1.0,
    "n_probs": 2,
    "post_sampling_probs": True,
    # a reused prefix rounds differently: a pair must score the same whatever came before it
    "cache_prompt": False,
}


class Entailment(Protocol):
    """A scorer of claims. `score` gives one value in [0, 1] a pair; it raises EngineTimeout or EngineFailed."""

    name: str

    def score(self, pairs: Sequence[Pair]) -> list[float]: ...


class LlamaCppEntailment:
    """The merged verifier in llama.cpp.

    Args:
        path: GGUF that `copilot setup --models` merged.
        threads: None: one for each core.
        timeout: seconds one call of `score` may take.

    Raises:
        Problem: there is no such file.
        EngineFailed: it cannot be loaded.
    """

    name = "llamacpp"

    def __init__(self, path: Path, *, threads: int | None = None, timeout: float = 30) -> None:
        from copilot.draft.engines.llama import Llama

        self._llama: Llama = Llama(path, threads=threads, window=1024)
        self._timeout = timeout

    def score(self, pairs: Sequence[Pair]) -> list[float]:
        return within(self._timeout, lambda: [self._one(passage, claim) for passage, claim in pairs])

    def _one(self, passage: str, claim: str) -> float:
        from copilot.draft.engines.llama import PromptTooLong

        while True:
            text = prompt(passage, claim)
            cut = len(passage) <= _LEAST_PASSAGE
            try:
                response = self._llama.complete({**_YES_OR_NO, "prompt": text})
            except PromptTooLong as too_long:
                if cut:
                    raise
                tokens = too_long.tokens
            else:
                tokens = response["usage"]["prompt_tokens"]
                if cut or tokens <= MAX_TOKENS:
                    return _odds(response)
            passage = _shorter(passage, len(text), tokens)


class TransformersEntailment:
    """The base model with the verifier's adapter, in transformers. Arguments and errors as above."""

    name = "transformers"

    def __init__(
        self, base: Path, adapter: Path, *, device: str = "cpu", threads: int | None = None, timeout: float = 30
    ) -> None:
        from copilot.draft.engines.peft_model import load

        self._tokenizer, self._model = load(base, adapter, device, threads)
        self._yes, self._no = (self._tokenizer.encode(word, add_special_tokens=False)[0] for word in ("Yes", "No"))
        self._timeout = timeout
        self._lock = Lock()

    def score(self, pairs: Sequence[Pair]) -> list[float]:
        prompts = [self._tokens(passage, claim) for passage, claim in pairs]
        batches = [prompts[start : start + _BATCH] for start in range(0, len(prompts), _BATCH)]
        return within(self._timeout, lambda: [score for batch in batches for score in self._batch(batch)])

    def _tokens(self, passage: str, claim: str) -> list[int]:
        while True:
            text = prompt(passage, claim)
            tokens: list[int] = self._tokenizer.encode(text, add_special_tokens=False)
            if len(tokens) <= MAX_TOKENS or len(passage) <= _LEAST_PASSAGE:
                return tokens
            passage = _shorter(passage, len(text), len(tokens))

    def _batch(self, prompts: list[list[int]]) -> list[float]:
        import torch

        longest = max(map(len, prompts))
        # padded on the right: padding on the left gives NaN in bf16
        ids = torch.zeros((len(prompts), longest), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, tokens in enumerate(prompts):
            ids[row, : len(tokens)] = torch.tensor(tokens)
            mask[row, : len(tokens)] = 1
        device = self._model.device
        with self._lock, torch.inference_mode():
            hidden = self._model.model(input_ids=ids.to(device), attention_mask=mask.to(device)).last_hidden_state
            last = hidden[torch.arange(len(prompts), device=device), mask.sum(1).to(device) - 1]
            logits = self._model.lm_head(last).float()
            scores: list[float] = torch.sigmoid(logits[:, self._yes] - logits[:, self._no]).tolist()
        return scores


def entailment(settings: Settings) -> Entailment | None:
    """The verifier of this machine: transformers where CUDA is, else llama.cpp. Loaded once a process.

    A folder in the settings takes its place (`copilot.verify.classifier`).

    None: its model is not installed, so rules alone decide.

    Raises:
        EngineFailed: the model is there and cannot be loaded.
    """
    recipe = _recipe(settings)
    return _loaded.get(recipe) if recipe else None


_loaded = Once[Entailment]()


def _recipe(settings: Settings) -> Recipe[Entailment] | None:
    limits = {"threads": settings.threads, "timeout": settings.verify_timeout}
    if settings.verifier and settings.verifier.is_dir():
        from copilot.verify.classifier import PairClassifier

        return Recipe(PairClassifier, {"folder": settings.verifier, **limits})
    if default_engine() == "llamacpp":
        path = settings.verifier_gguf
        return Recipe(LlamaCppEntailment, {"path": path, **limits}) if path.is_file() else None
    if not settings.base_gguf.is_file():
        return None
    model = {"base": settings.base_gguf, "adapter": ADAPTERS / "verifier", "device": "cuda"}
    return Recipe(TransformersEntailment, {**model, **limits})


def prompt(passage: str, claim: str) -> str:
    """What the model is asked, word for word as it was trained."""
    return render(load_prompt("verifier").render(evidence=passage, claim=claim))


def _shorter(passage: str, characters: int, tokens: int) -> str:
    """The passage without as much of its end as the prompt (of so many characters and tokens) is too long."""
    over = math.ceil((tokens - MAX_TOKENS) * characters / tokens)
    kept = passage[: max(_LEAST_PASSAGE, len(passage) - over)]
    return kept[: max(_LEAST_PASSAGE, kept.rfind(" "))]


def _odds(response: dict[str, Any]) -> float:
    """P(Yes) / (P(Yes) + P(No)), which equals sigmoid(logit Yes - logit No)."""
    top = response["choices"][0]["logprobs"]["content"][0]["top_probs"]
    probability = {entry["token"]: float(entry["prob"]) for entry in top}
    yes, no = probability.get("Yes", 0.0), probability.get("No", 0.0)
    if yes + no == 0:
        raise EngineFailed("The verifier answered neither Yes nor No.")
    return yes / (yes + no)
