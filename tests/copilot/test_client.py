from __future__ import annotations

import json
import socket
from collections.abc import Callable

import httpx
import pytest

from copilot.client import ClientProblem, CopilotClient
from copilot.schema import Dropped, Lab, PatientContext, Stage


def _client(answer: Callable[[httpx.Request], httpx.Response]) -> CopilotClient:
    return CopilotClient("http://127.0.0.1:1", transport=httpx.MockTransport(answer))


def _streamed(text: str) -> CopilotClient:
    headers = {"Content-Type": "text/event-stream"}
    return _client(lambda _: httpx.Response(200, content=text.encode(), headers=headers))


def test_no_server_says_how_to_start_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with CopilotClient(f"http://127.0.0.1:{port}") as client, pytest.raises(ClientProblem) as refused:
        client.ready()
    assert refused.value.what == f"No server answers at http://127.0.0.1:{port}."
    assert refused.value.next_step == "Start it with `copilot serve`."
    assert refused.value.status is None


def test_silence_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        with CopilotClient(url, timeout=0.1) as client, pytest.raises(ClientProblem, match="in time"):
            client.ready()


def test_a_problem_arrives_whole() -> None:
    body = {
        "title": "Bad input",
        "status": 422,
        "detail": "Not accepted.",
        "kept": "The log is whole.",
        "next_step": "Correct it.",
        "errors": [{"where": "body.patient.age", "message": "Input should be less than or equal to 130"}],
    }
    with _client(lambda _: httpx.Response(422, json=body)) as client, pytest.raises(ClientProblem) as refused:
        client.ask("Why?")
    assert refused.value.what == "Not accepted. body.patient.age: Input should be less than or equal to 130"
    assert (refused.value.kept, refused.value.next_step) == ("The log is whole.", "Correct it.")
    assert refused.value.status == 422


def test_another_kind_of_server_is_told_apart() -> None:
    with (
        _client(lambda _: httpx.Response(502, text="<html>")) as client,
        pytest.raises(ClientProblem, match="502 without saying why"),
    ):
        client.search("x")
    with (
        _client(lambda _: httpx.Response(200, text="{}")) as client,
        pytest.raises(ClientProblem, match="unknown shape"),
    ):
        client.evidence("x")


def test_a_stream_passes_over_comments_and_unknown_events() -> None:
    text = (
        ": ping\r\n\r\n"
        'event: stage\r\ndata: {"name":"draft","detail":"\\u2028"}\r\n\r\n'
        "event: thought\ndata: {}\n\n"
        'event:dropped\ndata:{"text":"a",\ndata:"reason":"b"}\n\n'
    )
    with _streamed(text) as client:
        events = client.stream("Why?")
        assert next(events) == Stage(name="draft", detail="\u2028")
        assert next(events) == Dropped(text="a", reason="b")
        with pytest.raises(ClientProblem, match="broke off"):
            next(events)


def test_an_error_event_is_raised() -> None:
    text = 'event: error\ndata: {"title":"t","status":503,"detail":"The audit log is full."}\n\n'
    with _streamed(text) as client, pytest.raises(ClientProblem, match="The audit log is full") as refused:
        list(client.stream("Why?"))
    assert refused.value.status == 503


def test_what_is_sent() -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json=[])

    with CopilotClient("http://127.0.0.1:1/", token="s3cret", transport=httpx.MockTransport(answer)) as client:
        client.search("heart", k=3)
    assert str(sent[0].url) == "http://127.0.0.1:1/v1/search"
    assert sent[0].headers["Authorization"] == "Bearer s3cret"


def test_ids_are_quoted_and_a_patient_is_sent_without_what_is_unknown() -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(404, json={"title": "Not found", "status": 404, "detail": "No."})

    patient = PatientContext(age=78, labs=[Lab(name="K", value=5.1, unit="mmol/L")])
    with _client(answer) as client:
        for call in (
            lambda: client.evidence("doc:a b/c?d#e"),
            lambda: client.summary("../x"),
            lambda: client.ask("Why?", patient),
        ):
            with pytest.raises(ClientProblem):
                call()
    assert sent[0].url.raw_path == b"/v1/evidence/doc%3Aa%20b%2Fc%3Fd%23e"
    assert sent[1].url.raw_path == b"/v1/summaries/..%2Fx"
    assert (
        sent[2].read()
        == b'{"question":"Why?","patient":{"age":78,"labs":[{"name":"K","value":5.1,"unit":"mmol/L"}]}}'
    )


def test_a_proxy_of_the_environment_is_not_asked_about_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy, socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        proxy.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        with CopilotClient(url, timeout=0.1) as client, pytest.raises(ClientProblem, match="in time"):
            client.ready()
        with pytest.raises(TimeoutError):
            proxy.accept()


def test_a_text_and_a_record_are_de_identified() -> None:
    sent: list[bytes] = []
    note = {
        "text": "Dr. Lane",
        "verdict": "pass",
        "spans": [{"start": 4, "end": 9, "label": "NAME", "by": ["titles"]}],
    }
    record = {
        "record": {"resourceType": "Patient"},
        "changes": [{"path": "Patient.name", "action": "drop", "before": 2, "after": 0}],
        "replaced": {"NAME": 1},
        "left_out": 0,
    }

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return httpx.Response(200, json=note if b'"text"' in request.content else record)

    with _client(answer) as client:
        assert client.deid("Dr. Foley").spans[0].by == ("titles",)
        assert client.deid_record({"resourceType": "Patient"}, "year_only").changes[0].before == 2
    assert json.loads(sent[1]) == {"bundle": {"resourceType": "Patient"}, "dates": "year_only"}
