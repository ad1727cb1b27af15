"""Any OpenAI-compatible server by its URL: vLLM, llama-server, Ollama."""

from __future__ import annotations

from urllib.parse import urlparse

import httpx
from langchain_openai import ChatOpenAI

from copilot.settings import Settings, is_loopback
from retrieval.errors import BadInput


def openai_chat(settings: Settings) -> ChatOpenAI:
    """A client of the server at `settings.openai_url`; connects when it is first asked.

    A server on this machine is never reached through a proxy of the environment. The length limit goes out as
    `max_tokens`, which every such server knows; `max_completion_tokens` is OpenAI's own.

    Raises:
        BadInput: no URL is set.
    """
    if settings.openai_url is None:
        raise BadInput(
            "The engine `openai` needs a server.", next_step="Set COPILOT_OPENAI_URL, e.g. http://127.0.0.1:8000/v1."
        )
    remote = not is_loopback(urlparse(settings.openai_url).hostname or "")
    return ChatOpenAI(
        base_url=settings.openai_url,
        api_key=settings.openai_key,
        model=settings.openai_model,
        temperature=0,
        seed=0,
        timeout=settings.draft_timeout,
        max_retries=1,
        extra_body={"max_tokens": settings.max_tokens},
        openai_proxy=None,
        http_client=httpx.Client(trust_env=remote),
    )
