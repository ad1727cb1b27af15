"""Time limits on models: whatever a model does, its caller goes on in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langsmith.run_helpers import tracing_context

from copilot.draft.errors import EngineFailed, EngineTimeout
from retrieval.errors import Problem

T = TypeVar("T")


def stream_with_deadline(model: BaseChatModel, messages: Sequence[BaseMessage], seconds: float) -> Iterator[str]:
    """Text of the model's answer as it comes, none of it empty.

    The model runs in a daemon thread that is left behind when it hangs. Closing the iterator, or running out of
    time, asks the model to stop at its next chunk. LangSmith tracing is off, whatever the environment says: it would
    send prompts to another host.

    Raises:
        EngineTimeout: the answer was not whole within `seconds`.
        EngineFailed: the model raised; the message names the error's class and nothing of its text.
        Problem: the model raised that very problem.
    """
    pieces: SimpleQueue[str | Exception | None] = SimpleQueue()
    stop = Event()

    def work() -> None:
        try:
            with tracing_context(enabled=False):
                for chunk in model.stream(list(messages)):
                    if stop.is_set():
                        break
                    pieces.put(chunk.text)
        except Exception as error:  # noqa: BLE001  engines are third-party code; the caller gets it typed
            pieces.put(error)
        else:
            pieces.put(None)

    Thread(target=work, name="draft", daemon=True).start()
    end = time.monotonic() + seconds
    try:
        while (piece := _next(pieces, end, seconds)) is not None:
            if piece:
                yield piece
    finally:
        stop.set()


def within(seconds: float, call: Callable[[], T]) -> T:
    """The result of `call`, run in a daemon thread. Raises as `stream_with_deadline` does."""
    results: SimpleQueue[tuple[T] | Exception | None] = SimpleQueue()

    def work() -> None:
        try:
            results.put((call(),))
        except Exception as error:  # noqa: BLE001  as above
            results.put(error)

    Thread(target=work, name="verify", daemon=True).start()
    result = _next(results, time.monotonic() + seconds, seconds)
    if result is None:
        raise EngineFailed("The model returned nothing.")
    return result[0]


def _next(queue: SimpleQueue[T | Exception | None], end: float, seconds: float) -> T | None:
    try:
        item = queue.get(timeout=max(0.0, end - time.monotonic()))
    except Empty:
        raise EngineTimeout(f"The language model did not finish within {seconds:g} seconds.") from None
    if isinstance(item, Problem):
        raise item
    if isinstance(item, Exception):
        raise EngineFailed(f"The language model failed with {type(item).__name__}.") from None
    return item
