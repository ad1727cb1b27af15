"""The real pipeline over the small index, and the app around it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from copilot.api.app import create_app
from copilot.pipeline import Copilot
from copilot.settings import Settings


@pytest.fixture
def copilot(settings: Settings) -> Copilot:
    return Copilot.open(settings)


@pytest.fixture
def app(settings: Settings, copilot: Copilot) -> FastAPI:
    return create_app(settings, copilot)


@pytest.fixture
def http(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1:8080") as client:
        yield client


@pytest.fixture
def serving() -> Callable[[FastAPI], AbstractContextManager[str]]:
    """Runs an app on a loopback port under a real uvicorn: `with serving(app) as url`."""
    return _serving


@contextmanager
def _serving(app: FastAPI) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
