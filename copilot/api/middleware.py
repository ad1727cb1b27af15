"""What every request passes before a route sees it: host and origin, body size, headers, the last net."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from copilot.api.problems import HttpProblem, WrongHost, WrongOrigin, response_for
from copilot.settings import is_loopback

MAX_BODY = 33_554_432  # a FHIR Bundle of some thousand entries
"""Largest accepted request body, in bytes."""

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class SameMachine:
    """Refuses names and origins of other sites: a browser must not be made to carry their requests here.

    On loopback both Host and Origin have to name this machine. Elsewhere the token guards, the names this
    server is known by are not ours to know, and an Origin has to be the Host that was asked.
    """

    def __init__(self, app: ASGIApp, *, loopback: bool) -> None:
        self.app, self.loopback = app, loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if (refusal := self._refusal(headers.get("host", ""), headers.get("origin"))) is not None:
                return await response_for(refusal)(scope, receive, send)
        return await self.app(scope, receive, send)

    def _refusal(self, host: str, origin: str | None) -> HttpProblem | None:
        if self.loopback and not is_loopback(_parts(f"//{host}").hostname or ""):
            return WrongHost(
                "This server answers only to the name of this machine.", next_step="Use http://127.0.0.1."
            )
        at = _parts(origin or "")
        if origin is None or (is_loopback(at.hostname or "") if self.loopback else at.netloc == host):
            return None
        return WrongOrigin(
            "A page of another site may not call this server.",
            next_step="Call it from a program, or from its own page.",
        )


def _parts(url: str) -> SplitResult:
    """The parts of an address; of one that cannot be read (a malformed IPv6 literal), those of none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


class BodyLimit:
    """Stops reading a body at `limit` bytes: 413."""

    def __init__(self, app: ASGIApp, *, limit: int = MAX_BODY) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.limit:
                raise HTTPException(413, f"The body is larger than {self.limit:,} bytes")
            return message

        await self.app(scope, limited if scope["type"] == "http" else receive, send)


class SecurityHeaders:
    """Adds the headers that keep answers out of caches, frames and other sites."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class LastNet:
    """Turns an unexpected error into a problem without its content.

    The framework's own net re-raises it for the server to log, message and all; a message may quote a patient.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001  (the one place that must see all of them)
            response = response_for(error)
            if not started:
                await response(scope, receive, send)
