"""The default engine on a CPU: llama.cpp inside this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

from copilot.draft.chatml import END, render
from copilot.draft.engines.allowed import Allowed, grammar
from copilot.draft.engines.llama import Llama
from copilot.draft.errors import EngineFailed


class LlamaCppChat(BaseChatModel):
    """A ChatML model in a GGUF file, loaded when this object is made.

    While the prompt is read, empty chunks come: a caller that no longer wants the answer can stop there. The same
    messages give the same text: decoding is greedy, and nothing of an earlier prompt is reused, because a cached
    prefix is computed in other batch sizes and so rounds differently.
    """

    path: Path
    threads: int | None = None
    window: int = 4096
    max_tokens: int = Field(default=220, ge=1)
    temperature: float = 0.0
    seed: int = 0
    not_starting_with: str = Field(default="", description="text the answer must not begin with")

    _llama: Llama = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        self._llama = Llama(self.path, threads=self.threads, window=self.window)

    @property
    def _llm_type(self) -> str:
        return "llamacpp"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"path": str(self.path), "temperature": self.temperature, "seed": self.seed}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        rules = grammar(self.not_starting_with, Allowed.by(messages[-1].text) if messages else Allowed((), ()))
        request = {
            "prompt": render(messages),
            "n_predict": self.max_tokens,
            "temperature": self.temperature,
            "seed": self.seed,
            "stop": [END, *(stop or [])],
            "cache_prompt": False,
            **({"grammar": rules} if rules else {}),
        }
        finish = None
        for raw in self._llama.stream(request):
            text, finish = "", None
            for choice in raw.get("choices", []):
                text, finish = choice["text"], choice["finish_reason"]
            info = {"finish_reason": finish, "timings": raw.get("timings")} if finish else {}
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=text, response_metadata=info))
            if run_manager and text:
                run_manager.on_llm_new_token(text, chunk=chunk)
            yield chunk
        if finish is None:
            raise EngineFailed("llama.cpp broke off before its answer was whole.")
