"""The client against a server of this test, so that what goes over the wire is seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from langchain_core.messages import HumanMessage

from copilot.draft.deadline import stream_with_deadline
from copilot.draft.engines.openai import openai_chat
from copilot.draft.errors import EngineFailed
from copilot.settings import Settings
from retrieval.errors import BadInput

requests: list[dict[str, object]] = []


class Server(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if requests[-1]["model"] == "broken":
            self.send_error(400, "Mrs Smith")
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for text in ("Obesity ", "matters [1]."):
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
            chunk["choices"] = [{"index": 0, "delta": {"content": text}, "finish_reason": None}]
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    requests.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def test_streams_deterministically_and_past_no_proxy(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY"):
        monkeypatch.setenv(variable, "http://192.0.2.1:3128")
    chat = openai_chat(Settings(home=tmp_path, openai_url=url, openai_model="m", max_tokens=99))
    assert "".join(stream_with_deadline(chat, [HumanMessage("Hi")], 20)) == "Obesity matters [1]."
    [request] = requests
    assert request["temperature"] == 0 and request["seed"] == 0 and request["max_tokens"] == 99
    assert request["messages"] == [{"role": "user", "content": "Hi"}] and request["stream"] is True


def test_a_refusal_is_typed_and_tells_no_text(url: str, tmp_path: Path) -> None:
    chat = openai_chat(Settings(home=tmp_path, openai_url=url, openai_model="broken"))
    with pytest.raises(EngineFailed) as problem:
        list(stream_with_deadline(chat, [HumanMessage("Hi")], 20))
    assert "Smith" not in str(problem.value)


def test_no_server_there(tmp_path: Path) -> None:
    chat = openai_chat(Settings(home=tmp_path, openai_url="http://127.0.0.1:9/v1"))
    with pytest.raises(EngineFailed, match="ConnectionError"):
        list(stream_with_deadline(chat, [HumanMessage("Hi")], 20))


def test_without_a_url(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="needs a server"):
        openai_chat(Settings(home=tmp_path))
