"""Starts the page: Streamlit on this machine alone, without telemetry. `python -m ui.run --api URL --port N`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

FLAGS = {
    "server.address": "127.0.0.1",
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "32",
    "browser.gatherUsageStats": "false",
    "runner.magicEnabled": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "theme.light.primaryColor": "#1f5f8b",
    "theme.dark.primaryColor": "#2f78ab",
}


def command(port: int) -> list[str]:
    """The command line that serves the page on 127.0.0.1:port; it reads COPILOT_API and COPILOT_TOKEN."""
    flags = [f"--{name}={value}" for name, value in (FLAGS | {"server.port": str(port)}).items()]
    return [sys.executable, "-m", "streamlit", "run", str(Path(__file__).with_name("app.py")), *flags]


def run(api_url: str, port: int = 8501) -> None:
    """Replaces this process by the page, which will talk to the API at `api_url`."""
    os.execve(sys.executable, command(port), os.environ | {"COPILOT_API": api_url})  # noqa: S606  (no shell is the point)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="ui.run", description="Serves the page over a running API.")
    parser.add_argument("--api", default="http://127.0.0.1:8080", help="address of the API")
    parser.add_argument("--port", type=int, default=8501, help="port of the page")
    arguments = parser.parse_args()
    run(arguments.api, arguments.port)
