"""Who may call, and what every response carries."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from copilot.api.app import create_app, serve
from copilot.api.middleware import MAX_BODY
from copilot.pipeline import Copilot
from copilot.settings import Settings
from retrieval.errors import BadInput

TOKEN = "a-token-of-sixteen+"


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:8080", "127.0.0.1"])
def test_names_of_this_machine_are_served(http: TestClient, host: str) -> None:
    assert http.get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test:8080", "", "[::1", "192.0.2.1"]
)
def test_other_names_are_refused_against_dns_rebinding(http: TestClient, host: str) -> None:
    response = http.get("/health", headers={"Host": host})
    assert response.status_code == 421
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://127.0.0.1.evil.test", "http://[::1"])
def test_pages_of_other_sites_are_refused(http: TestClient, origin: str) -> None:
    response = http.post("/v1/search", json={"query": "x"}, headers={"Origin": origin})
    assert response.status_code == 403


def test_a_page_of_this_machine_may_call(http: TestClient) -> None:
    headers = {"Origin": "http://localhost:8501"}
    assert http.post("/v1/search", json={"query": "obesity"}, headers=headers).status_code == 200


@pytest.fixture
def guarded(settings: Settings, copilot: Copilot) -> Iterator[TestClient]:
    beyond = settings.model_copy(update={"token": SecretStr(TOKEN), "host": "0.0.0.0"})
    with TestClient(create_app(beyond, copilot), base_url="http://copilot.hospital.test") as client:
        yield client


@pytest.mark.parametrize("sent", [None, "Bearer wrong", f"Basic {TOKEN}", "Bearer", f"Bearer {TOKEN}x", "Bearer é"])
def test_beyond_this_machine_the_token_decides(guarded: TestClient, sent: str | None) -> None:
    headers = {} if sent is None else {"Authorization": sent.encode()}
    for response in (
        guarded.post("/v1/search", json={"query": "x"}, headers=headers),
        guarded.post("/v1/summaries", json={"question": "Why is it?"}, headers=headers),
        guarded.get("/v1/summaries/x", headers=headers),
        guarded.get("/v1/evidence/pmid:1", headers=headers),
    ):
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"
    assert guarded.get("/health").status_code == 200


def test_the_right_token_opens_and_origins_have_to_be_the_host(guarded: TestClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert guarded.get("/v1/evidence/pmid:1", headers=headers).status_code == 200
    same = headers | {"Origin": "https://copilot.hospital.test"}
    assert guarded.get("/v1/evidence/pmid:1", headers=same).status_code == 200
    other = headers | {"Origin": "https://evil.test"}
    assert guarded.get("/v1/evidence/pmid:1", headers=other).status_code == 403


def test_a_body_that_is_too_large_is_413_whether_its_length_is_told_or_not(http: TestClient) -> None:
    body = b'{"query": "' + b"x" * MAX_BODY + b'"}'
    headers = {"Content-Type": "application/json"}
    for content in (body, iter([body[:1000], body[1000:]])):
        response = http.post("/v1/search", content=content, headers=headers)
        assert response.status_code == 413
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nope", 404), ("GET", "/docs", 404), ("PUT", "/v1/search", 405)]
)
def test_every_error_is_a_problem_and_every_response_has_the_headers(
    http: TestClient, method: str, path: str, status: int
) -> None:
    response = http.request(method, path)
    assert response.status_code == response.json()["status"] == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_schema_is_served_and_knows_every_path(http: TestClient) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    assert set(paths) == {
        "/health",
        "/ready",
        "/v1/summaries",
        "/v1/summaries/{id}",
        "/v1/summaries/{id}/review",
        "/v1/search",
        "/v1/cohort",
        "/v1/deid",
        "/v1/scores",
        "/v1/scores/{name}",
        "/v1/evidence/{id}",
    }


def test_a_port_that_is_taken_is_said_to_be_so(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BadInput, match=f"Cannot listen on 127.0.0.1:{port}"):
            serve(settings.model_copy(update={"port": port}))
