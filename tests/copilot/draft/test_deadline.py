from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langsmith.utils import tracing_is_enabled

from copilot.draft.deadline import stream_with_deadline, within
from copilot.draft.errors import EngineFailed, EngineTimeout
from retrieval.errors import BadInput

ASK = [HumanMessage("Mrs Smith, born 1950")]


class Scripted(BaseChatModel):
    """Yields what `script` yields."""

    script: Callable[[], Iterator[str]]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        raise NotImplementedError

    def _stream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        for text in self.script():
            yield ChatGenerationChunk(message=AIMessageChunk(content=text))


def test_text_passes_through_and_empty_chunks_do_not() -> None:
    assert list(stream_with_deadline(Scripted(script=lambda: iter(["a", "", "b"])), ASK, 5)) == ["a", "b"]


def test_a_hanging_engine_is_left_behind_in_time_and_its_text_was_passed_on() -> None:
    release = threading.Event()

    def script() -> Iterator[str]:
        yield "first"
        release.wait(30)
        yield "late"

    got, start = [], time.monotonic()
    with pytest.raises(EngineTimeout, match=r"0\.3 seconds"):
        for text in stream_with_deadline(Scripted(script=script), ASK, 0.3):
            got.append(text)
    release.set()
    assert got == ["first"] and time.monotonic() - start < 5


def test_the_limit_is_for_the_whole_answer() -> None:
    def script() -> Iterator[str]:
        for _ in range(200):
            time.sleep(0.02)
            yield "x"

    with pytest.raises(EngineTimeout):
        list(stream_with_deadline(Scripted(script=script), ASK, 0.3))


def test_an_engine_whose_answer_is_not_wanted_any_more_stops() -> None:
    stopped = threading.Event()

    def script() -> Iterator[str]:
        try:
            while True:
                time.sleep(0.005)
                yield "x"
        finally:
            stopped.set()

    stream = stream_with_deadline(Scripted(script=script), ASK, 30)
    next(iter(stream))
    stream.close()  # type: ignore[attr-defined]
    assert stopped.wait(5)


def test_failure_names_the_class_and_no_text() -> None:
    def script() -> Iterator[str]:
        yield "a"
        raise ZeroDivisionError("Mrs Smith, born 1950")

    with pytest.raises(EngineFailed) as problem:
        list(stream_with_deadline(Scripted(script=script), ASK, 5))
    assert "ZeroDivisionError" in str(problem.value) and "Smith" not in str(problem.value)
    assert problem.value.__suppress_context__


def test_a_problem_stays_that_problem() -> None:
    def script() -> Iterator[str]:
        raise BadInput("no such model")
        yield ""

    with pytest.raises(BadInput, match="no such model"):
        list(stream_with_deadline(Scripted(script=script), ASK, 5))


def test_nothing_is_traced_to_langsmith(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    seen: list[object] = []

    def script() -> Iterator[str]:
        seen.append(tracing_is_enabled())
        yield "a"

    list(stream_with_deadline(Scripted(script=script), ASK, 5))
    assert seen == [False]


def test_within() -> None:
    assert within(5, lambda: None) is None
    with pytest.raises(EngineTimeout):
        within(0.1, lambda: time.sleep(3))
    with pytest.raises(EngineFailed, match="KeyError"):
        within(5, lambda: {}["x"])
