from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from samples_fhir import CANARIES, CANARY, canary_record
from starlette.testclient import TestClient

from copilot.api.app import create_app
from copilot.api.turn import Turn
from copilot.client import ClientProblem, CopilotClient
from copilot.pipeline import Copilot
from copilot.schema import Event, Options, Review, RiskSummary, Sentence, Stage
from copilot.settings import Settings
from retrieval.evidence import sha256

Serving = Callable[[FastAPI], AbstractContextManager[str]]


def test_json_is_the_whole_answer_with_quotes_at_their_offsets(http: TestClient, question: str) -> None:
    response = http.post("/v1/summaries", json={"question": f"  {question} ", "patient": {"age": 70}})
    assert response.status_code == 200
    summary = RiskSummary.model_validate_json(response.content)
    assert (summary.status, summary.question) == ("answered", question)
    texts = {text.id: text.text for text in summary.evidence}
    assert summary.sentences
    for sentence in summary.sentences:
        for cited in sentence.citations:
            assert texts[cited.evidence][cited.start : cited.end] == cited.quote
            assert sha256(cited.quote) == cited.sha256
    assert summary.audit is not None


@pytest.mark.parametrize("wrap", [lambda record: record, lambda record: {"prefetch": {"record": record}}])
def test_a_fhir_record_is_read_and_nobody_in_it_is_named(
    http: TestClient, settings: Settings, question: str, wrap: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    response = http.post("/v1/summaries", json={"question": question, "patient": wrap(canary_record())})
    assert response.status_code == 200
    assert "condition: SNOMED CT 84114007 (active)" in response.json()["used"]
    left = response.text + settings.audit_file.read_text(encoding="utf-8")
    assert not [canary for canary in CANARIES if canary.casefold() in left.casefold()]


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_bad_record_is_a_problem_of_its_own_that_quotes_nothing(
    http: TestClient, question: str, accept: str
) -> None:
    record = {"resourceType": "Patient", "birthDate": CANARY, "name": [{"family": CANARY}]}
    body = {"question": question, "patient": record}
    response = http.post("/v1/summaries", json=body, headers={"Accept": accept})
    assert response.status_code == 422
    assert response.json()["type"].endswith(":wrong-shape")
    assert "Resource.ofType(Patient).birthDate" in response.json()["detail"]
    assert CANARY not in response.text


def test_the_stream_sends_evidence_first_each_sentence_once_then_the_whole(
    app: FastAPI, serving: Serving, question: str
) -> None:
    with serving(app) as url, CopilotClient(url) as client:
        events = list(client.stream(question))
        summary = events[-1]
        assert isinstance(summary, RiskSummary)
        evidence = [at for at, event in enumerate(events) if isinstance(event, list)]
        sentences = [at for at, event in enumerate(events) if isinstance(event, Sentence)]
        assert len(evidence) == 1
        assert evidence[0] < sentences[0]
        assert isinstance(events[0], Stage)
        assert events[evidence[0]] == summary.evidence
        assert [events[at] for at in sentences] == summary.sentences
        assert client.summary(summary.id) == summary
        assert client.ask(question).sentences == summary.sentences


def test_an_abstention_is_an_answer(http: TestClient) -> None:
    response = http.post("/v1/summaries", json={"question": "Which football team won the league last season?"})
    assert response.status_code == 200
    assert response.json()["status"] == "abstained"
    assert response.json()["abstention"]["reason"] == "out_of_scope"


def test_a_review_of_an_answer_is_logged_and_one_of_none_is_404(
    app: FastAPI, serving: Serving, question: str
) -> None:
    with serving(app) as url, CopilotClient(url) as client:
        id = client.ask(question).id
        assert client.review(id, Review(verdict="wrong", sentence=1, comment="Not in our patients.")).entry > 1
        with pytest.raises(ClientProblem, match="No answer has this id") as unknown:
            client.review("nope", Review(verdict="helpful"))
        assert unknown.value.status == 404
        with pytest.raises(ClientProblem, match="sentences") as beyond:
            client.review(id, Review(verdict="wrong", sentence=99))
        assert beyond.value.status == 422


def test_an_unknown_id_is_404(http: TestClient) -> None:
    response = http.get("/v1/summaries/nope")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [
        {"question": " ab "},
        {"question": "x" * 2001},
        {},
        {"question": "Why?", "patient": {"age": 131}},
        {"question": "Why?", "patient": {"name": "Jane Doe"}},
        {"question": "Why?", "options": {"k": 0}},
        {"question": "Why?", "Jane Doe": 1},
    ],
)
def test_bad_input_is_named_and_never_echoed(http: TestClient, body: dict[str, Any]) -> None:
    response = http.post("/v1/summaries", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["where"].startswith("body")
    assert "Jane" not in response.text
    assert "131" not in response.text


def test_broken_json_is_400_without_its_text(http: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    response = http.post("/v1/summaries", content='{"question": "Jane', headers=headers)
    assert response.status_code == 400
    assert "Jane" not in response.text


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_an_unknown_engine_has_a_status_of_its_own_even_as_a_stream(
    http: TestClient, question: str, accept: str
) -> None:
    body = {"question": question, "options": {"engine": "gpt"}}
    response = http.post("/v1/summaries", json=body, headers={"Accept": accept})
    assert response.status_code == 422
    assert response.json()["type"].endswith(":bad-input")
    assert response.json()["next_step"]


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_what_cannot_be_logged_is_not_served(
    http: TestClient, settings: Settings, question: str, accept: str
) -> None:
    settings.audit_file.mkdir(parents=True)
    response = http.post("/v1/summaries", json={"question": question}, headers={"Accept": accept})
    assert response.status_code == 503
    assert response.json()["type"].endswith(":audit-unavailable")
    assert "obesity" not in response.text.lower()


class _LogBreaks(Copilot):
    """The audit log stops being writable while an answer is drafted."""

    def stream(self, *args: Any) -> Iterator[Event]:
        for event in super().stream(*args):
            yield event
            if isinstance(event, list):
                self.audit.path.unlink()
                self.audit.path.mkdir()


def test_a_log_that_breaks_midway_ends_the_stream_before_the_sentence(settings: Settings, question: str) -> None:
    with TestClient(create_app(settings, _LogBreaks.open(settings)), base_url="http://localhost") as http:
        response = http.post("/v1/summaries", json={"question": question}, headers={"Accept": "text/event-stream"})
    assert response.status_code == 200
    names = [line.removeprefix("event: ") for line in response.text.splitlines() if line.startswith("event: ")]
    assert names[-1] == "error"
    assert not {"sentence", "summary"} & set(names)
    error = json.loads(response.text.strip().splitlines()[-1].removeprefix("data: "))
    assert error["status"] == 503


class _Crashes(Copilot):
    def stream(self, question: str, *args: Any) -> Iterator[Event]:
        yield Stage(name="retrieval")
        raise KeyError(question)


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_an_unexpected_error_shows_and_logs_a_reference_and_no_content(settings: Settings, accept: str) -> None:
    app = create_app(settings, _Crashes.open(settings))
    with TestClient(app, base_url="http://localhost") as http, structlog.testing.capture_logs() as logs:
        response = http.post("/v1/summaries", json={"question": "Jane Doe?"}, headers={"Accept": accept})
    reference = logs[-1]["reference"]
    assert reference in response.text
    assert logs[-1]["error"] == "KeyError"
    assert "Jane" not in response.text + str(logs)
    assert "Traceback" not in response.text


class _Endless(Copilot):
    stopped: threading.Event

    def stream(self, *args: Any) -> Iterator[Event]:
        try:
            while True:
                time.sleep(0.02)
                yield Stage(name="draft")
        finally:
            self.stopped.set()


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_client_that_leaves_stops_the_work(
    settings: Settings, serving: Serving, question: str, accept: str
) -> None:
    copilot = _Endless.open(settings)
    copilot.stopped = threading.Event()
    app = create_app(settings, copilot)
    with serving(app) as url:
        with CopilotClient(url, timeout=0.3) as client:
            if accept == "text/event-stream":
                events = client.stream(question)
                assert next(events) == Stage(name="draft")
                events.close()  # type: ignore[attr-defined]
            else:
                with pytest.raises(ClientProblem, match="in time"):
                    client.ask(question)
        assert copilot.stopped.wait(5)


def test_who_comes_while_another_answer_is_written_waits_and_then_is_told_when_to_retry(
    settings: Settings, serving: Serving, question: str
) -> None:
    copilot = _Endless.open(settings)
    copilot.stopped = threading.Event()
    app = create_app(settings, copilot)
    app.state.turn = Turn(patience=0.1)
    with serving(app) as url, CopilotClient(url) as client:
        first = client.stream(question)
        next(first)
        with pytest.raises(ClientProblem, match="Other answers") as refused:
            client.ask(question, options=Options(k=1))
        assert refused.value.status == 503
        assert client.search("obesity")  # only answers queue
        first.close()  # type: ignore[attr-defined]
