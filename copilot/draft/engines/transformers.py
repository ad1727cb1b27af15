"""The default engine on a GPU: transformers and peft inside this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import torch
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr
from transformers import LogitsProcessorList, TextIteratorStreamer

from copilot.draft.chatml import END, render
from copilot.draft.engines.allowed import Allowed
from copilot.draft.engines.markers import Markers
from copilot.draft.engines.peft_model import load
from copilot.draft.errors import EngineFailed


class TransformersChat(BaseChatModel):
    """A ChatML model and its adapter, loaded when this object is made. Decodes greedily, one answer at a time."""

    base: Path
    adapter: Path
    device: str = "cpu"
    threads: int | None = None
    max_tokens: int = Field(default=220, ge=1)
    not_starting_with: str = Field(default="", description="a token the answer must not begin with")

    _lock: Lock = PrivateAttr(default_factory=Lock)
    _tokenizer: Any = PrivateAttr()
    _model: Any = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        self._tokenizer, self._model = load(self.base, self.adapter, self.device, self.threads)

    @property
    def _llm_type(self) -> str:
        return "transformers"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"base": str(self.base), "adapter": str(self.adapter), "device": self.device}

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
        tokens = self._tokenizer(render(messages), add_special_tokens=False, return_tensors="pt").to(self.device)
        window = self._model.config.max_position_embeddings
        if (length := tokens["input_ids"].shape[1]) + self.max_tokens > window:
            raise EngineFailed(f"The prompt has {length} tokens and the model's window holds {window}.")
        allowed = Allowed.by(messages[-1].text) if messages else Allowed((), ())
        held = [Markers(self._tokenizer, length, allowed.markers)] if allowed.markers else []
        streamer = TextIteratorStreamer(self._tokenizer, skip_prompt=True, skip_special_tokens=True)
        cancelled = Event()
        failures: list[Exception] = []

        def work() -> None:
            try:
                with self._lock, torch.inference_mode():
                    self._model.generate(
                        **tokens,
                        streamer=streamer,
                        max_new_tokens=self.max_tokens,
                        do_sample=False,
                        eos_token_id=self._tokenizer.convert_tokens_to_ids(END),
                        pad_token_id=self._tokenizer.pad_token_id,
                        stop_strings=stop,
                        tokenizer=self._tokenizer,
                        logits_processor=LogitsProcessorList(held),
                        begin_suppress_tokens=self._suppressed(),
                        stopping_criteria=[lambda ids, scores: cancelled.is_set()],
                    )
            except Exception as error:  # noqa: BLE001  torch raises many kinds; raised again below
                failures.append(error)
            finally:
                streamer.end()  # type: ignore[no-untyped-call]

        Thread(target=work, name="transformers", daemon=True).start()
        try:
            for text in streamer:
                chunk = ChatGenerationChunk(message=AIMessageChunk(content=text))
                if run_manager and text:
                    run_manager.on_llm_new_token(text, chunk=chunk)
                yield chunk
        finally:
            cancelled.set()
        if failures:
            raise EngineFailed(f"transformers failed with {type(failures[0]).__name__}.") from failures[0]

    def _suppressed(self) -> list[int] | None:
        """Tokens that may not come first: `not_starting_with`, with and without a space before it."""
        if not self.not_starting_with:
            return None
        forms = (self.not_starting_with, f" {self.not_starting_with}")
        return [self._tokenizer(form, add_special_tokens=False)["input_ids"][0] for form in forms]
