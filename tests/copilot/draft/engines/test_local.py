"""The two local engines on the real drafter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from copilot.draft.deadline import stream_with_deadline
from copilot.draft.engines import engine
from copilot.draft.engines.llama import Llama, PromptTooLong
from copilot.draft.engines.llamacpp import LlamaCppChat
from copilot.settings import Settings
from prompts import load

EVIDENCE = (
    "[1] Obesity and death in COVID-19. Among 1,204 hospitalised patients, obesity was associated with higher "
    "in-hospital mortality (OR 1.62; 95% CI 1.21 to 2.17). These findings suggest that obesity is a risk factor "
    "for death.\n"
    "[2] Sleep in shift workers. Shift work was associated with shorter sleep in nurses. Naps improved alertness.\n"
    "[3] Diabetes and COVID-19. Diabetes was associated with intensive care admission in a cohort of 310 patients."
)
QUESTION = "Is obesity a risk factor for death in COVID-19?"
MESSAGES = load("drafter").render(patient="", question=QUESTION, evidence=EVIDENCE)

pytestmark = pytest.mark.models


def answer(name: str, settings: Settings) -> str:
    return "".join(stream_with_deadline(engine(name, settings), MESSAGES, 200))


def test_llamacpp_cites_the_passage_and_repeats_itself_exactly(home: Settings) -> None:
    first = answer("llamacpp", home)
    list(stream_with_deadline(engine("llamacpp", home), [HumanMessage("Something else.")], 60))
    assert "[1]" in first and "[2]" not in first and "<|" not in first
    assert answer("llamacpp", home) == first


def test_invoke_gives_the_streamed_text(home: Settings) -> None:
    message = engine("llamacpp", home).invoke(MESSAGES)
    assert isinstance(message, AIMessage) and message.text == answer("llamacpp", home)


def test_max_tokens_and_stop(home: Settings) -> None:
    short = LlamaCppChat(path=home.drafter_gguf, max_tokens=3)
    assert 0 < len(short.invoke(MESSAGES).text.split()) <= 3
    assert "mortality" not in engine("llamacpp", home).invoke(MESSAGES, stop=["mortality"]).text


def test_a_prompt_beyond_the_window_is_typed(home: Settings) -> None:
    with pytest.raises(PromptTooLong) as problem:
        list(stream_with_deadline(engine("llamacpp", home), [HumanMessage("word " * 9000)], 60))
    assert problem.value.tokens > 9000


def test_a_prompt_can_be_given_up_while_it_is_read(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    llama = Llama(home.drafter_gguf)
    server, reports = llama._server, []

    class Recorder:
        def handle_completions(self, request: dict[str, Any], receive: Callable[[dict[str, Any]], bool]) -> None:
            server.handle_completions(request, lambda chunk: reports.append(chunk) or receive(chunk))

    monkeypatch.setattr(llama, "_server", Recorder())
    chunks = llama.stream({"prompt": "word " * 3500, "n_predict": 50})
    next(chunks)
    chunks.close()  # type: ignore[attr-defined]
    llama.close()  # waits for the end of the computation
    assert 1 <= len(reports) < 5  # of 14 reports, one for each 256 tokens


@pytest.mark.slow
def test_transformers_gives_the_same_text(home: Settings) -> None:
    assert answer("transformers", home).strip() == answer("llamacpp", home).strip()


def test_a_draft_does_not_begin_with_a_forbidden_word(home: Settings) -> None:
    first = answer("llamacpp", home).split()[0]
    bound = LlamaCppChat(path=home.drafter_gguf, max_tokens=20, not_starting_with=first).invoke(MESSAGES).text
    assert bound.strip()
    assert not bound.startswith(first)
