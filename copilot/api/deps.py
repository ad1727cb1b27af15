"""What routes are given: the open copilot, the queue, and the caller's right to be here."""

from __future__ import annotations

import hmac
import threading
from typing import Annotated

from fastapi import Depends, Request

from copilot.api.problems import Unauthorized
from copilot.api.turn import Turn
from copilot.pipeline import Copilot
from copilot.settings import Settings


class Opener:
    """Holds the one open Copilot. While it cannot be opened, each call tries again: no restart is needed."""

    def __init__(self, settings: Settings, copilot: Copilot | None = None) -> None:
        self._settings, self._copilot = settings, copilot
        self._lock = threading.Lock()

    def get(self) -> Copilot:
        """Raises Problem if index, models or audit log cannot be opened."""
        with self._lock:
            if self._copilot is None:
                self._copilot = Copilot.open(self._settings)
            return self._copilot


def copilot_of(request: Request) -> Copilot:
    """The open Copilot of this app. Raises Problem."""
    opener: Opener = request.app.state.opener
    return opener.get()


def turn_of(request: Request) -> Turn:
    """The queue of this app."""
    turn: Turn = request.app.state.turn
    return turn


def is_trusted(request: Request) -> bool:
    """True if no token is set, or the caller sent it. Compared in constant time."""
    settings: Settings = request.app.state.settings
    if settings.token is None:
        return True
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    expected = settings.token.get_secret_value()
    return scheme.lower() == "bearer" and hmac.compare_digest(sent.strip().encode(), expected.encode())


def require_token(request: Request) -> None:
    """Raises Unauthorized."""
    if not is_trusted(request):
        raise Unauthorized(
            "The bearer token is missing or wrong.", next_step="Send `Authorization: Bearer <COPILOT_TOKEN>`."
        )


CopilotDep = Annotated[Copilot, Depends(copilot_of)]
TurnDep = Annotated[Turn, Depends(turn_of)]
