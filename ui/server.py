"""The API behind the page: its address and token come from the environment of the page's process."""

from __future__ import annotations

import os

from copilot.client import CopilotClient


def client() -> CopilotClient:
    """A client of the API at COPILOT_API, with COPILOT_TOKEN where one is set."""
    api = os.environ.get("COPILOT_API", "http://127.0.0.1:8080")
    return CopilotClient(api, token=os.environ.get("COPILOT_TOKEN"))
