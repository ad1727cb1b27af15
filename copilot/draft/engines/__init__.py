"""Language models behind LangChain's chat-model interface, by name."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from langchain_core.language_models import BaseChatModel

from copilot.draft.errors import EngineFailed
from copilot.once import Once, Recipe
from copilot.settings import EngineName, Settings
from copilot.setup.assets import ADAPTERS
from retrieval.errors import BadInput

REFUSAL = "The"
"""First word of the shipped drafter's refusal. It was trained to refuse unless a passage's title all but repeats the
question, so it refuses most real ones; whether the texts answer is decided before and after it, by
`copilot.draft.relevance`."""

_loaded = Once[BaseChatModel]()


def engine(name: str | None, settings: Settings) -> BaseChatModel:
    """The engine called `name`, else the one that `settings` name, else this machine's default.

    Each model is loaded once a process; libraries are imported only for the engine that is asked for.

    Raises:
        BadInput: there is no such engine, or a setting it needs is missing.
        Problem: its model files are not there.
        EngineFailed: its library or its model cannot be loaded.
    """
    name = name or settings.engine or default_engine()
    make = _MAKERS.get(name)
    if make is None:
        raise BadInput("There is no such engine.", next_step=f"Choose one of {', '.join(get_args(EngineName))}.")
    try:
        return _loaded.get(make(settings))
    except ImportError as error:
        raise EngineFailed(
            f"The library of the engine `{name}` cannot be loaded: {error}.",
            next_step="On a slim Linux, llama.cpp needs the system package libgomp1.",
        ) from error


def default_engine() -> EngineName:
    """`transformers` where CUDA is, else `llamacpp`."""
    return "transformers" if _has_cuda() else "llamacpp"


def _has_cuda() -> bool:
    # importing torch takes seconds: not where no driver is
    if not any(Path(f"/dev/{device}").exists() for device in ("nvidiactl", "dxg")) or find_spec("torch") is None:
        return False
    import torch

    return bool(torch.cuda.is_available())


def _llamacpp(settings: Settings) -> Recipe[BaseChatModel]:
    from copilot.draft.engines.llamacpp import LlamaCppChat

    arguments = {
        "path": settings.drafter_gguf,
        "threads": settings.threads,
        "max_tokens": settings.max_tokens,
        "not_starting_with": "" if settings.drafter else REFUSAL,
    }
    return Recipe(LlamaCppChat, arguments)


def _transformers(settings: Settings) -> Recipe[BaseChatModel]:
    from copilot.draft.engines.transformers import TransformersChat

    arguments = {
        "base": settings.base_gguf,
        "adapter": ADAPTERS / "drafter",
        "device": "cuda" if _has_cuda() else "cpu",
        "threads": settings.threads,
        "max_tokens": settings.max_tokens,
        "not_starting_with": REFUSAL,
    }
    return Recipe(TransformersChat, arguments)


def _openai(settings: Settings) -> Recipe[BaseChatModel]:
    from copilot.draft.engines.openai import openai_chat

    return Recipe(openai_chat, {"settings": settings.model_copy()})


def _none(settings: Settings) -> Recipe[BaseChatModel]:
    from copilot.draft.engines.extractive import ExtractiveChat

    return Recipe(ExtractiveChat, {})


_MAKERS: dict[str, Callable[[Settings], Recipe[BaseChatModel]]] = {
    "llamacpp": _llamacpp,
    "transformers": _transformers,
    "openai": _openai,
    "none": _none,
}
