"""The HTTP door: `create_app` builds it, `serve` runs it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
import uvicorn
from anyio import to_thread
from fastapi import Depends, FastAPI
from starlette.middleware import Middleware

import copilot
from copilot.api import problems
from copilot.api.deps import Opener, require_token
from copilot.api.middleware import BodyLimit, LastNet, SameMachine, SecurityHeaders
from copilot.api.routes import cohort, deid, evidence, health, scores, search, summaries
from copilot.api.turn import Turn
from copilot.pipeline import Copilot
from copilot.settings import Settings, is_loopback
from retrieval.errors import BadInput, Problem

log = structlog.get_logger()


def create_app(settings: Settings, copilot_: Copilot | None = None) -> FastAPI:
    """The ASGI app. Opens the Copilot once at start; one that is handed in is used as it is.

    If it cannot be opened the app still starts: /ready says why, and every later request tries again.
    """
    app = FastAPI(
        title="Clinician copilot",
        description="Cited, verified summaries of evidence. Decision support for professionals.",
        version=copilot.__version__,
        lifespan=_lifespan,
        # The HTML pages load their scripts from a CDN; the schema itself is at /openapi.json.
        docs_url=None,
        redoc_url=None,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(LastNet),
            Middleware(SameMachine, loopback=is_loopback(settings.host)),
            Middleware(BodyLimit),
        ],
    )
    app.state.settings = settings
    app.state.opener = Opener(settings, copilot_)
    app.state.turn = Turn()
    problems.install(app)
    app.include_router(health.router)
    for resource in (summaries, search, evidence, cohort, deid, scores):
        app.include_router(resource.router, prefix="/v1", dependencies=[Depends(require_token)])
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    try:
        await to_thread.run_sync(app.state.opener.get)
    except Problem as problem:
        log.error("not ready", what=problem.what, next_step=problem.next_step)
    yield


def serve(settings: Settings) -> None:
    """Listens on settings.host:port until interrupted. Raises BadInput if that address cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]
        raise BadInput(
            f"Cannot listen on {settings.host}:{settings.port}: {reason}.",
            next_step="Choose another port with --port, or stop the program that has it.",
        ) from error
    with listener:
        config = uvicorn.Config(create_app(settings), server_header=False, limit_concurrency=64)
        uvicorn.Server(config).run(sockets=[listener])
